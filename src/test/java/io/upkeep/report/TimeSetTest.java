package io.upkeep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a model: the seconds from 0 to 60, one by one. */
class TimeSetTest {

    private static final int MOST = 60;

    @Property
    void union_intersection_and_difference_are_those_of_their_instants(
            @ForAll("sets") TimeSet a, @ForAll("sets") TimeSet b) {
        assertThat(seconds(a.union(b))).isEqualTo(all(second -> a.contains(at(second)) || b.contains(at(second))));
        assertThat(seconds(a.intersect(b))).isEqualTo(all(second -> a.contains(at(second)) && b.contains(at(second))));
        assertThat(seconds(a.minus(b))).isEqualTo(all(second -> a.contains(at(second)) && !b.contains(at(second))));
    }

    @Property
    void the_same_instants_are_the_same_set_however_they_came_together(
            @ForAll("sets") TimeSet a, @ForAll("sets") TimeSet b) {
        assertThat(a.union(b)).isEqualTo(b.union(a));
        assertThat(a.minus(b).union(a.intersect(b))).isEqualTo(a);
        assertThat(a.length().toSeconds()).isEqualTo(seconds(a).size());
        for (int i = 1; i < a.spans().size(); i++) {
            assertThat(a.spans().get(i).from()).isAfter(a.spans().get(i - 1).until());
        }
    }

    @Provide
    Arbitrary<TimeSet> sets() {
        Arbitrary<Integer> second = Arbitraries.integers().between(0, MOST - 1);
        Arbitrary<Span> span =
                Combinators.combine(second, second).as((a, b) -> new Span(at(Math.min(a, b)), at(Math.max(a, b) + 1)));
        return span.list().ofMaxSize(6).map(TimeSet::of);
    }

    private static List<Integer> seconds(TimeSet set) {
        return all(second -> set.contains(at(second)));
    }

    private static List<Integer> all(java.util.function.IntPredicate isIn) {
        return IntStream.rangeClosed(0, MOST).filter(isIn).boxed().toList();
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
