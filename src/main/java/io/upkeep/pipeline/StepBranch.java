package io.upkeep.pipeline;

import java.util.List;

/**
 * One of several ways that a route may go on: which of them is taken is seen only when it runs.
 *
 * @param choice tells the ways that exclude each other from those of another choice
 * @param when on what it depends, in words that follow "when"; {@code nothing else fits} where none of the others is taken
 * @param steps paths of the steps that stand in it, in order
 */
public record StepBranch(int choice, String when, List<String> steps) {

    /** Of the branch that is taken where no condition holds. */
    public static final String OTHERWISE = "nothing else fits";

    /** Copies the list. */
    public StepBranch {
        steps = List.copyOf(steps);
    }

    /** A condition as people read it: {@code ${variable.task} == 'weekly'} as {@code task is weekly}. */
    public static String when(String simple) {
        return simple == null || simple.isBlank()
                ? "the route decides so"
                : simple.replaceAll("\\$\\{(?:variable\\.)?([^{}]*)}", "$1")
                        .replace("''", "empty")
                        .replace("'", "")
                        .replace("&&", "and")
                        .replace("||", "or")
                        .replaceAll("\\s*==\\s*", " is ")
                        .replaceAll("\\s*!=\\s*", " is not ")
                        .strip();
    }

    /** The same where a bean is asked: {@code updates.areDue says so}. */
    public static String whenSaid(String bean, String method) {
        return method == null || method.isBlank()
                ? bean + " says so"
                : "%s.%s says so".formatted(bean, method.replaceFirst("\\(.*", ""));
    }
}
