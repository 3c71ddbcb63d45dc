package io.upkeep.diagnosis;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads the settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TroubleshootingSettings.class)
class DiagnosisConfiguration {}
