package dev.escapement.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.DaemonContext;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.StepContext;
import dev.escapement.StepResult;
import dev.escapement.Steps;
import dev.escapement.StepsStatus;
import dev.escapement.TimerContext;
import dev.escapement.apiserver.ApiServer;
import dev.escapement.client.GateLimits;
import dev.escapement.client.GateLimits.Range;
import dev.escapement.client.ObjectKey;
import dev.escapement.console.Console;
import dev.escapement.simulation.Fault;
import dev.escapement.simulation.Faults;
import dev.escapement.simulation.Profile;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

import static dev.escapement.Always.always;
import static dev.escapement.Every.every;
import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

/** What pages show in passing, compiled; {@link BlocksTest} compares them. Nobody runs it. */
@SuppressWarnings({"serial", "try", "unused"})
abstract class PageBlocks {
    /** README.md. */
    abstract static class Readme {
        @Group("example.dev")
        @Version("v1")
        static class Website extends CustomResource<Website.Spec, Website.Status> implements Namespaced {
            record Spec(String html, int replicas) {}

            record Status(String phase, String url, int ready) {}
        }

        void main(String[] args) {
            Operator.named("websites")
                    .controller(Controller.of(Website.class)
                            .owns(ConfigMap.class)
                            .owns(Deployment.class)
                            .reconcile(this::reconcile))
                    .run(args);
        }

        Outcome reconcile(Website site, Context context) throws InterruptedException {
            context.apply(page(site));
            var deployment = context.apply(servers(site));
            return isReady(deployment)
                    ? done().status(new Website.Status("Ready", url(site), 1))
                    : again(ofSeconds(10));
        }

        abstract ConfigMap page(Website site);

        abstract Deployment servers(Website site);

        abstract boolean isReady(Deployment deployment);

        abstract String url(Website site);
    }

    /** docs/daemons.md, docs/timers.md, docs/gate.md, docs/operating.md, docs/quiet.md, docs/console.md. */
    abstract static class Websites {
        @Group("example.dev")
        @Version("v1")
        static class Website extends CustomResource<String, Website.Status> implements Namespaced {
            record Status(String phase) {}
        }

        interface Connection extends AutoCloseable {
            void ping();
        }

        private List<ObjectKey> beats = List.of();

        void daemons() {
            Controller.of(Website.class)
                    .reconcile(this::reconcile)
                    .daemon("watchdog", always().heartbeat(ofMinutes(1)), this::watch);
        }

        void watch(DaemonContext<Website> context) throws Exception {
            try (var connection = connect(context.object())) {
                while (!context.stop().await(ofSeconds(5))) {
                    connection.ping();
                    context.heartbeat();
                }
            }
        }

        void timers() {
            Controller.of(Website.class)
                    .reconcile(this::reconcile)
                    .timer("probe", every(ofMinutes(5)).initialDelay(ofSeconds(30)), this::probe);
            Controller.of(Website.class).timer("beat", every(ofSeconds(1)), context -> {
                beats.add(context.header().key());
                return done();
            });
        }

        Outcome probe(Website site, TimerContext<Website> context) throws Exception {
            return answers(site) ? done() : again(ofSeconds(10)).status(new Website.Status("Down"));
        }

        void gates() {
            Operator.named("websites").gate(GateLimits.pinned(20, 10));
            Operator.named("websites").gate(GateLimits.adaptive().writes(new Range(8, 1, 16)));
            Operator.named("websites").gate(GateLimits.open());
        }

        void replicas(Controller<Website> websites, String... args) {
            Operator.named("websites").standby().controller(websites).run(args);
        }

        void events(Context context, String url, String host) {
            context.event("Published", "it is on the net at " + url);
            context.warning("NoCertificate", "nobody may read it, as there is no certificate for " + host);
        }

        void console(Operator operator) throws Exception {
            try (var console = Console.of(operator).allowActions().start()) {
                System.out.println(console.url());
                operator.awaitClosed();
            }
        }

        abstract Outcome reconcile(Website site, Context context);

        abstract Connection connect(Website site);

        abstract boolean answers(Website site);
    }

    /** docs/steps.md. */
    abstract static class Promotions {
        @Group("example.dev")
        @Version("v1")
        static class Promotion extends CustomResource<String, Promotions.Status> implements Namespaced {}

        record Status(StepsStatus sequence) {}

        record Applied(String image) {}

        void promotions() {
            Controller.of(Promotion.class)
                    .reconcile(Steps.<Promotion>named("promotion")
                            .step("set-image", this::setImage)
                            .step(
                                    "rolled-out",
                                    this::isRolledOut,
                                    step -> step.timeout(ofMinutes(10)).poll(ofSeconds(5)))
                            .step(
                                    "verify",
                                    this::verify,
                                    step -> step.timeout(ofMinutes(2)).retry(Backoff.constant(ofSeconds(2))))
                            .step("approve", this::isApproved));
        }

        StepResult isRolledOut(Promotion promotion, StepContext context) throws InterruptedException {
            var wanted = context.output("set-image", Applied.class);
            return isAvailable(wanted) ? StepResult.done() : StepResult.poll("2 of 3 replicas are available");
        }

        abstract boolean isAvailable(Applied wanted);

        abstract StepResult setImage(Promotion promotion, StepContext context);

        abstract StepResult verify(Promotion promotion, StepContext context);

        abstract StepResult isApproved(Promotion promotion, StepContext context);
    }

    /** docs/apiserver-access.md. */
    void access(Path file) throws Exception {
        try (var server = ApiServer.builder().user("operator", "operator-token").start()) {
            server.writeKubeconfig(file, "operator");
        }
    }

    /** docs/faults.md. */
    List<Faults> faults() {
        var lost = Faults.none().with(Fault.LOST_ANSWER, 0.2);
        var slow = Profile.ROUGH.faults().with(Fault.WATCH_LAG, 1).withLongest(Fault.WATCH_LAG, Duration.ofSeconds(30));
        var spared = Profile.HOSTILE.faults().without(Fault.RESTART);
        return List.of(lost, slow, spared);
    }
}
