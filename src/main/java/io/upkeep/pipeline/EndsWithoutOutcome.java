package io.upkeep.pipeline;

/** A failure that says nothing about the step: its row stays STARTED, and the next owner decides. */
sealed interface EndsWithoutOutcome
        permits Parked, LeftBehind, CutOff, JournalUnavailable, StoppedByPerson, WaitsForChild, HeldBack {}
