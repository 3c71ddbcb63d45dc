package io.upkeep.job;

import io.upkeep.http.Unreached;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/**
 * What the kamelets {@code *-job-action} ask: {@code begin}, then while {@code goesOn}, {@code ask}, one request, and
 * {@code hear} or {@code unanswered}; {@code result} is what a route keeps. The address and the token are those of the target
 * that is named by the kamelet's parameter; nothing of a message's decides where a request goes.
 */
@Component("jobs")
public class Jobs {

    private static final String WATCH = "UpkeepJobWatch";
    /** What the kamelet is to log, where there is something new. */
    private static final String NEWS = "jobNews";

    private static final String PAUSE = "jobPause";

    private static final Map<String, Dialect> DIALECTS = Map.of(
            "jenkins",
            new Jenkins(),
            "gitlab",
            new GitLab(),
            "azure-devops",
            new AzureDevOps(),
            "github",
            new GitHub());

    private final Inventory inventory;
    private final Clock clock;

    Jobs(Inventory inventory, Clock clock) {
        this.inventory = inventory;
        this.clock = clock;
    }

    /** A watch with what each of its requests needs. */
    private record Watched(JobWatch watch, JobOrder order, Map<String, String> login) {}

    /**
     * Takes the exchange properties {@code job.*} that the kamelet has set, and reads the run's variables that they name. What another
     * kind of job has no use for, a later one in the same run must not find.
     */
    public void begin(Exchange exchange) {
        JobSettings settings = JobSettings.of(exchange.getProperties());
        exchange.removeProperties("job.*");
        Dialect dialect = DIALECTS.get(settings.dialect());
        Target server = inventory
                .find(settings.server())
                .orElseThrow(
                        () -> new JobFailed("there is no target '%s'; declare upkeep.targets.%s with kind service, %s"
                                .formatted(
                                        settings.server(),
                                        settings.server(),
                                        "its address and, from the environment, password")));
        JobTag tag = JobTag.of(exchange.getProperties());
        JobOrder order = settings.order(server.shownAddress(), exchange.getVariables(), tag.text());
        JobWatch watch = new JobWatch(dialect, order, settings.patience(), tag.takenOver(), clock.instant());
        exchange.setProperty(WATCH, new Watched(watch, order, dialect.login(server.user(), server.password())));
    }

    /** Rests as long as it must since the last answer, then says whether there is more to ask. */
    public boolean goesOn(Exchange exchange) {
        rest(exchange);
        return !of(exchange).watch().isOver();
    }

    /** Makes the next request of the message. */
    public void ask(Exchange exchange) {
        Watched watched = of(exchange);
        Ask ask = watched.watch().ask();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        watched.login().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_METHOD, ask.method());
        message.setHeader(Exchange.HTTP_PATH, ask.path());
        if (!ask.query().isEmpty()) {
            message.setHeader(Exchange.HTTP_QUERY, ask.query());
        }
        if (!ask.type().isEmpty()) {
            message.setHeader(Exchange.CONTENT_TYPE, ask.type());
        }
        message.setBody(ask.body().isEmpty() ? null : ask.body());
    }

    /** Takes in the answer. */
    public void hear(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, String> headers = new TreeMap<>();
        for (String name : new ArrayList<>(message.getHeaders().keySet())) {
            headers.put(name, String.valueOf(message.getHeader(name)));
        }
        String body = message.getBody(String.class);
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        message.removeHeaders("*");
        take(exchange, new Answer(status, headers, body == null ? "" : body));
    }

    /** Takes in that there was no answer. */
    public void unanswered(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.getMessage().removeHeaders("*");
        boolean reached = !(failure instanceof java.net.ConnectException
                || failure instanceof java.net.UnknownHostException
                || failure instanceof javax.net.ssl.SSLHandshakeException);
        String reason = Unreached.why(failure)
                .orElseGet(() -> failure.getClass().getSimpleName() + ": " + failure.getMessage());
        take(exchange, new Answer(reached ? Answer.NOTHING : Answer.NOT_REACHED, Map.of(), reason));
    }

    /** The job that succeeded: {@code id}, {@code url}, {@code state}, {@code result}. */
    public Map<String, Object> result(Exchange exchange) {
        Watched watched = of(exchange);
        exchange.removeProperty(WATCH);
        exchange.removeProperty(NEWS);
        return watched.watch().job().orElseThrow().asMap();
    }

    private void take(Exchange exchange, Answer answer) {
        exchange.getMessage().setBody(null);
        Watched watched = of(exchange);
        JobWatch watch = watched.watch();
        Optional<Job> before = watch.job();
        Duration pause = watch.hear(answer, clock.instant());
        exchange.setProperty(
                NEWS,
                watch.news()
                        .orElseGet(() -> JobWords.news(
                                watched.order(),
                                before.orElse(null),
                                watch.job().orElse(null))));
        exchange.setProperty(PAUSE, pause);
    }

    /** Only now, when the news was told. */
    private void rest(Exchange exchange) {
        Duration pause = (Duration) exchange.removeProperty(PAUSE);
        if (pause == null) {
            return; // nothing was asked yet
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException interrupted) {
            stop(exchange, of(exchange).watch(), clock.instant());
        }
    }

    /** A job is ended only when nobody is to wait for it any more; a next owner finds it again. */
    private static void stop(Exchange exchange, JobWatch watch, Instant now) {
        JobStop why = JobStop.of(exchange.getProperties());
        if (!why.endsJob()) {
            Thread.currentThread().interrupt();
            throw new JobFailed("the job goes on; whoever takes up the run next finds it again");
        }
        watch.end(why.ending(), now);
    }

    private static Watched of(Exchange exchange) {
        Watched watched = exchange.getProperty(WATCH, Watched.class);
        if (watched == null) {
            throw new IllegalStateException("no job was begun; call jobs.begin first");
        }
        return watched;
    }
}
