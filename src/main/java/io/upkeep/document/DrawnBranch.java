package io.upkeep.document;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Steps that only some runs take.
 *
 * @param choice of the branches of one choice a run takes one
 * @param when on what it depends
 * @param steps their paths
 */
public record DrawnBranch(int choice, String when, List<String> steps) {

    /** Copies the list. */
    public DrawnBranch {
        steps = List.copyOf(steps);
    }

    /** On what a step depends, all branches around it considered; empty for one that every run takes. */
    static String when(List<DrawnBranch> branches, String step) {
        return branches.stream()
                .filter(branch -> branch.steps().contains(step))
                .map(DrawnBranch::when)
                .collect(Collectors.joining(", and "));
    }

    /** Whether no run takes both. */
    static boolean excludes(List<DrawnBranch> branches, String one, String other) {
        return branches.stream()
                .filter(branch -> branch.steps().contains(one))
                .anyMatch(branch -> branches.stream()
                        .filter(another -> another.steps().contains(other))
                        .anyMatch(another -> another.choice() == branch.choice() && !Objects.equals(another, branch)));
    }
}
