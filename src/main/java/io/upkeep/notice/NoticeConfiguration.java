package io.upkeep.notice;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads the stakeholders. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StakeholderProperties.class)
class NoticeConfiguration {}
