/** Messages for people: who is told what, in which words, and that it arrives. */
package io.upkeep.notice;
