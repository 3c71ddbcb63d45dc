package io.upkeep.backup.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code upkeep.backup} says about the store.
 *
 * @param transfer how archives travel
 * @param lock absent: nothing is locked
 */
@ConfigurationProperties("upkeep.backup")
public record StoreSettings(@DefaultValue Transfer transfer, Lock lock) {}
