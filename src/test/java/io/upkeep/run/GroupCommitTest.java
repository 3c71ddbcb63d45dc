package io.upkeep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final String REFUSED = "refused";
    private static final String LOST = "lost";

    private final List<List<String>> transactions = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstMayCommit = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final GroupCommit<String, String> commit =
            new GroupCommit<>(1, 3, this::transaction, failure -> failure instanceof IllegalArgumentException);

    @AfterEach
    void end() {
        firstMayCommit.countDown();
        threads.shutdownNow();
    }

    @Test
    void who_comes_alone_writes_at_once() {
        firstMayCommit.countDown();

        assertThat(commit.write("a")).isEqualTo("a written");
        assertThat(commit.write("b")).isEqualTo("b written");

        assertThat(transactions).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void who_comes_while_another_writes_is_written_with_all_who_wait_by_then_in_the_order_in_which_they_came()
            throws Exception {
        List<Future<String>> all = whileTheFirstWrites("b", "c", "d", "e");

        firstMayCommit.countDown();

        assertThat(answers(all)).containsExactly("a written", "b written", "c written", "d written", "e written");
        assertThat(transactions).containsExactly(List.of("a"), List.of("b", "c", "d"), List.of("e"));
    }

    @Test
    void enough_who_wait_begin_beside_the_one_under_way() throws Exception {
        GroupCommit<String, String> two = new GroupCommit<>(2, 3, this::transaction, failure -> false);
        List<Future<String>> all = new ArrayList<>();
        all.add(threads.submit(() -> two.write("a")));
        await().until(() -> !transactions.isEmpty());
        all.add(threads.submit(() -> two.write("b")));
        await().until(() -> two.waiting() == 1);
        all.add(threads.submit(() -> two.write("c")));
        await().until(() -> two.waiting() == 2);
        assertThat(transactions).containsExactly(List.of("a"));

        all.add(threads.submit(() -> two.write("d")));
        await().until(() -> transactions.size() == 2);

        assertThat(transactions.get(1)).containsExactlyInAnyOrder("b", "c", "d");
        all.add(threads.submit(() -> two.write("e")));
        await().until(() -> two.waiting() == 1);
        firstMayCommit.countDown();
        assertThat(answers(all)).containsExactly("a written", "b written", "c written", "d written", "e written");
        assertThat(transactions.get(2)).containsExactly("e");
    }

    @Test
    void one_that_is_refused_does_not_fail_the_others() throws Exception {
        List<Future<String>> all = whileTheFirstWrites("b", REFUSED, "d");

        firstMayCommit.countDown();

        assertThat(answers(all)).containsExactly("a written", "b written", REFUSED + " failed", "d written");
        assertThat(transactions).contains(List.of("b", REFUSED, "d"), List.of("b"), List.of(REFUSED), List.of("d"));
    }

    @Test
    void a_lost_answer_is_everybodys_and_nobody_writes_again_by_himself() throws Exception {
        List<Future<String>> all = whileTheFirstWrites("b", LOST, "d");

        firstMayCommit.countDown();

        assertThat(answers(all)).containsExactly("a written", "lost failed", "lost failed", "lost failed");
        assertThat(transactions).containsExactly(List.of("a"), List.of("b", LOST, "d"));
        assertThat(commit.write("later")).isEqualTo("later written");
    }

    @Test
    void who_is_interrupted_while_he_waits_gets_his_answer_and_stays_interrupted() throws Exception {
        Future<String> first = threads.submit(() -> commit.write("a"));
        await().until(() -> !transactions.isEmpty());
        Future<String> interrupted = threads.submit(() -> {
            Thread.currentThread().interrupt();
            return commit.write("b") + ", interrupted: "
                    + Thread.currentThread().isInterrupted();
        });
        await().until(() -> commit.waiting() == 1);

        firstMayCommit.countDown();

        assertThat(answers(List.of(first, interrupted))).containsExactly("a written", "b written, interrupted: true");
    }

    @Test
    void an_error_of_the_writer_leaves_nobody_waiting() throws Exception {
        GroupCommit<String, String> broken = new GroupCommit<>(
                1,
                3,
                all -> {
                    throw new StackOverflowError();
                },
                failure -> true);

        assertThatThrownBy(() -> broken.write("a")).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> broken.write("b")).isInstanceOf(StackOverflowError.class);
    }

    private List<Future<String>> whileTheFirstWrites(String... others) {
        List<Future<String>> all = new ArrayList<>();
        all.add(threads.submit(() -> commit.write("a")));
        await().until(() -> !transactions.isEmpty());
        for (String other : others) {
            int before = commit.waiting();
            all.add(threads.submit(() -> commit.write(other)));
            await().until(() -> commit.waiting() == before + 1);
        }
        return all;
    }

    private List<String> transaction(List<String> all) {
        transactions.add(all);
        await().atMost(Duration.ofSeconds(60)).until(() -> firstMayCommit.getCount() == 0);
        if (all.contains(REFUSED)) {
            throw new IllegalArgumentException(REFUSED);
        }
        if (all.contains(LOST)) {
            throw new IllegalStateException(LOST);
        }
        return all.stream().map(what -> what + " written").toList();
    }

    private static List<String> answers(List<Future<String>> all) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        for (Future<String> one : all) {
            try {
                answers.add(one.get());
            } catch (ExecutionException e) {
                answers.add(e.getCause().getMessage() + " failed");
            }
        }
        return answers;
    }
}
