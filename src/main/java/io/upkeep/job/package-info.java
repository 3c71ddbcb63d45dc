/**
 * Jobs on servers that run them for others: Jenkins, GitLab, Azure DevOps, GitHub. Which request comes next and what an answer
 * means is decided here; the requests themselves are made by the kamelets {@code routes/kamelets/*-job-action}.
 */
package io.upkeep.job;
