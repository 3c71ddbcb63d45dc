package io.upkeep.approval;

import io.upkeep.approval.ApprovalVerdict.Given;
import io.upkeep.approval.ApprovalVerdict.Granted;
import io.upkeep.approval.ApprovalVerdict.Missing;
import io.upkeep.approval.ApprovalVerdict.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether the answers given so far let a run start. One yes from each required role, each from another person,
 * none from who asked for the run, all to exactly this plan, all still valid, all from people who have the role now.
 */
final class ApprovalRules {

    private ApprovalRules() {}

    /**
     * The verdict.
     *
     * @param required roles, in any order; none means that no approval is needed
     * @param planHash of the plan that would start
     * @param requestedBy as the journal writes it
     * @param answers everything said about this run, oldest first
     */
    static ApprovalVerdict decide(
            Collection<String> required,
            String planHash,
            String requestedBy,
            List<Answer> answers,
            People people,
            Instant now) {
        if (required.isEmpty()) {
            return new Granted(List.of());
        }
        // a no holds for its plan, also when who said it says yes later; a run that started may come back with another
        // plan
        Optional<Answer> no = answers.stream()
                .filter(answer -> !answer.yes() && answer.planHash().equals(planHash))
                .findFirst();
        if (no.isPresent()) {
            return new Rejected(no.get().person(), no.get().reason());
        }
        Tally tally = tally(required, planHash, requestedBy, answers, people, now);
        Map<String, Person> seats = Seats.fill(required, tally.counted.values());
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(seats.keySet());
        if (missing.isEmpty()) {
            return new Granted(new TreeSet<>(required)
                    .stream().map(role -> tally.given(role, seats.get(role))).toList());
        }
        String waits = MissingWords.of(
                missing,
                tally.ignored,
                people,
                role -> able(role, required, requestedBy, tally.counted.values(), people));
        return tally.voided == null
                ? new Missing(missing, waits)
                : new ApprovalVerdict.Voided("earlier approvals are void: " + tally.voided + "; " + waits);
    }

    /** Each role with who said yes for it, or who can. */
    static List<Asking> asked(ApprovalRequest request, People people, Instant now) {
        Tally tally =
                tally(request.roles(), request.plan().hash(), request.requestedBy(), request.answers(), people, now);
        Map<String, Person> seats = Seats.fill(request.roles(), tally.counted.values());
        return request.roles().stream()
                .map(role -> {
                    Person yes = seats.get(role);
                    return yes == null
                            ? new Asking(
                                    role,
                                    null,
                                    null,
                                    able(role, request.roles(), request.requestedBy(), tally.counted.values(), people))
                            : new Asking(
                                    role, yes.id(), tally.yeses.get(yes.id()).validUntil(), List.of(yes.id()));
                })
                .toList();
    }

    /**
     * Who can still bring a yes for the role: not who asked for the run, but also someone who frees a person with two
     * roles for this one.
     */
    static List<String> able(
            String role, Collection<String> required, String requestedBy, Collection<Person> counted, People people) {
        List<String> thisFirst = new ArrayList<>(List.of(role));
        required.stream().filter(other -> !other.equals(role)).forEach(thisFirst::add);
        int now = Seats.fill(required, counted).size();
        return people.all().stream()
                .filter(person -> !Asker.is(requestedBy, person) && !counted.contains(person))
                .filter(person -> {
                    List<Person> withThem = new ArrayList<>(counted);
                    withThem.add(person);
                    Map<String, Person> seats = Seats.fill(thisFirst, withThem);
                    return seats.size() > now && seats.containsKey(role);
                })
                .map(Person::id)
                .toList();
    }

    private static Tally tally(
            Collection<String> required,
            String planHash,
            String requestedBy,
            List<Answer> answers,
            People people,
            Instant now) {
        Tally tally = new Tally(required, planHash, requestedBy, people, now);
        // a last word that is a no takes an earlier yes away, and is none itself
        lastWords(answers).stream().filter(Answer::yes).forEach(tally::count);
        return tally;
    }

    /** Who says it again, after the first yes ran out say, is heard once. */
    private static Collection<Answer> lastWords(List<Answer> answers) {
        Map<String, Answer> last = new LinkedHashMap<>();
        answers.forEach(answer -> last.put(answer.person(), answer));
        return last.values();
    }

    /** Which yes counts, and why the others do not. */
    private static final class Tally {

        private final Collection<String> required;
        private final String planHash;
        private final String requestedBy;
        private final People people;
        private final Instant now;
        private final Map<String, Person> counted = new LinkedHashMap<>();
        private final Map<String, Answer> yeses = new HashMap<>();
        private final List<String> ignored = new ArrayList<>();
        private String voided;

        Tally(Collection<String> required, String planHash, String requestedBy, People people, Instant now) {
            this.required = required;
            this.planHash = planHash;
            this.requestedBy = requestedBy;
            this.people = people;
            this.now = now;
        }

        void count(Answer yes) {
            if (yes.isVoid() || !yes.planHash().equals(planHash)) {
                voided = yes.isVoid() ? yes.voidReason() : "the plan is another one than was approved";
                return;
            }
            Optional<Person> person = people.find(yes.person());
            if (person.isEmpty()) {
                ignored.add("%s, who said yes, is not one of the people any more".formatted(yes.person()));
            } else if (Asker.is(requestedBy, person.get())) {
                ignored.add("%s asked for the run, so that yes does not count".formatted(yes.person()));
            } else if (!now.isBefore(yes.validUntil())) {
                ignored.add("the yes of %s was valid until %s".formatted(yes.person(), yes.validUntil()));
            } else if (person.get().roles().stream().noneMatch(required::contains)) {
                ignored.add("%s, who said yes, has no role that is asked any more".formatted(yes.person()));
            } else {
                counted.put(person.get().id(), person.get());
                yeses.put(person.get().id(), yes);
            }
        }

        Given given(String role, Person person) {
            Answer yes = yeses.get(person.id());
            return new Given(role, person.id(), yes.at(), yes.validUntil());
        }
    }
}
