package io.upkeep.run;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets methods be called at fixed distances. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class HousekeepingConfiguration {}
