package io.upkeep;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** The package map of the design: imports point down only. */
@AnalyzeClasses(packages = "io.upkeep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final List<String> CAPABILITIES = List.of(
            "fleet",
            "backup",
            "probe",
            "notice",
            "incident",
            "setting",
            "log",
            "document",
            "report",
            "approval",
            "window",
            "job",
            "update",
            "diagnosis",
            "security",
            "performance");
    private static final Set<String> NOW = Set.of("now", "currentTimeMillis", "systemUTC", "systemDefaultZone");

    @ArchTest
    static final ArchRule the_vocabulary_knows_the_jdk_only = classes()
            .that(resideInAPackage("io.upkeep.target.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.upkeep.target..", "java.."));

    @ArchTest
    static final ArchRule text_knows_the_jdk_only = classes()
            .that(resideInAPackage("io.upkeep.text.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.upkeep.text..", "java.."));

    @ArchTest
    static final ArchRule answers_of_servers_know_texts_only = only("http", "text");

    @ArchTest
    static final ArchRule the_run_journal_knows_only_what_is_below = only("run", "target");

    @ArchTest
    static final ArchRule events_know_only_what_is_below = only("event", "run", "target", "text");

    @ArchTest
    static final ArchRule the_command_line_imports_nothing_of_ours = only("cli");

    @ArchTest
    static final ArchRule nobody_imports_the_edges = noClasses()
            .that(resideInAPackage("io.upkeep.(*)..")
                    .and(DescribedPredicate.not(resideInAnyPackage("io.upkeep.web..", "io.upkeep.cli.."))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.upkeep.web..", "io.upkeep.cli.."));

    @ArchTest
    static final ArchRule nobody_imports_the_wiring = noClasses()
            .that(resideInAPackage("io.upkeep.*.."))
            .should()
            .dependOnClassesThat(resideInAPackage("io.upkeep"));

    @ArchTest
    static final ArchRule there_are_no_cycles =
            slices().matching("io.upkeep.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void capabilities_import_only_what_is_below(com.tngtech.archunit.core.domain.JavaClasses classes) {
        CAPABILITIES.forEach(capability -> only(capability, "event", "run", "target", "text", "http")
                .allowEmptyShould(true)
                .check(classes));
    }

    @ArchTest
    static final ArchRule camel_stays_in_the_engine_the_fleet_and_what_routes_call = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage(
                    "io.upkeep.pipeline..",
                    "io.upkeep.fleet..",
                    "io.upkeep.backup.store..",
                    "io.upkeep.notice.slack..", // components with their endpoints and producers, as fleet
                    "io.upkeep.probe.ask..",
                    "io.upkeep")))
            .and(DescribedPredicate.not(
                    describe("are a component or bean that routes call", ArchitectureTest::isFacade)))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.camel.."));

    @ArchTest
    static final ArchRule sql_stays_in_classes_named_for_it = noClasses()
            .that(resideInAPackage("io.upkeep.*.."))
            .and(describe(
                    "are not named Jdbc…",
                    type -> !outermost(type).getSimpleName().startsWith("Jdbc")))
            .should()
            .dependOnClassesThat(describe("hold SQL or its results", ArchitectureTest::isSql));

    @ArchTest
    static final ArchRule only_the_wiring_knows_a_clock_of_its_own = noClasses()
            .that(resideInAPackage("io.upkeep.*.."))
            // the start of the command line is wiring too
            .and(describe(
                    "do not start the command line",
                    type -> !Set.of("UpkeepCommand", "ValidateCommand")
                            .contains(outermost(type).getSimpleName())))
            .should()
            .callCodeUnitWhere(
                    describe("asks for the time without the injected clock", ArchitectureTest::asksForTheTime));

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Data|Info)");

    @Test
    void every_public_type_says_what_it_promises() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches("public .*\\b(class|interface|record|enum|@interface) .*")
                        && !isDescribed(lines, i)) {
                    silent.add(file + ":" + (i + 1));
                }
            }
        }
        assertThat(silent).as("public types without a docstring").isEmpty();
    }

    @Test
    void no_file_is_longer_than_300_lines() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(300);
        }
    }

    private static ArchRule only(String name, String... below) {
        List<String> own = new ArrayList<>(List.of("io.upkeep." + name + ".."));
        Stream.of(below).forEach(lower -> own.add("io.upkeep." + lower + ".."));
        DescribedPredicate<JavaClass> ours = resideInAnyPackage("io.upkeep", "io.upkeep..");
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(own.toArray(new String[0]));
        return noClasses()
                .that(resideInAPackage("io.upkeep." + name + ".."))
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(allowed)));
    }

    private static boolean isFacade(JavaClass type) {
        JavaClass outermost = outermost(type);
        return outermost.isAnnotatedWith(Component.class)
                || outermost.getSimpleName().endsWith("Component");
    }

    /** A connection alone, such as one that holds a lock, is no SQL. */
    private static boolean isSql(JavaClass type) {
        return type.getPackageName().startsWith("org.springframework.jdbc")
                || type.isAssignableTo(Statement.class)
                || type.isAssignableTo(ResultSet.class);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static boolean asksForTheTime(JavaCall<?> call) {
        boolean time = call.getTargetOwner().getPackageName().startsWith("java.time")
                || call.getTargetOwner().isEquivalentTo(System.class);
        boolean givenAClock = call.getTarget().getRawParameterTypes().stream()
                .anyMatch(type -> type.isEquivalentTo(java.time.Clock.class));
        return time && NOW.contains(call.getName()) && !givenAClock;
    }

    private static boolean isDescribed(List<String> lines, int type) {
        for (int i = type - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            if (line.endsWith("*/")) {
                return true;
            }
            if (line.isEmpty() || line.startsWith("import ")) {
                return false;
            }
        }
        return false;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
