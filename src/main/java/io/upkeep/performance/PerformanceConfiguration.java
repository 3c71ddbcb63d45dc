package io.upkeep.performance;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads {@code upkeep.performance}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PerformanceProperties.class)
class PerformanceConfiguration {}
