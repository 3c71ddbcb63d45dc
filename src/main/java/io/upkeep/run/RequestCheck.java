package io.upkeep.run;

import java.util.Map;
import java.util.Optional;

/**
 * What the inputs of a pipeline have to be to one another, to the time and to what is agreed, which their types cannot say. Asked
 * before a run is accepted, so that nobody is asked to approve what cannot be done.
 */
public interface RequestCheck {

    /** The pipeline whose requests it knows. */
    String pipeline();

    /** What is wrong with these inputs, each of which fits its type; empty when nothing is. Changes nothing. */
    Optional<String> problemWith(Map<String, String> inputs);
}
