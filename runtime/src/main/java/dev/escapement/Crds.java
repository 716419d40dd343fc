package dev.escapement;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.time.Clock;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;

/** CustomResourceDefinitions, generated from the authors' classes by fabric8's generator. */
public final class Crds {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Crds() {}

    /** The definitions of some types, by their names. */
    public static Map<String, HasMetadata> generate(Collection<Class<? extends HasMetadata>> types) {
        var collected = new Collected();
        new CRDGenerator()
                .customResourceClasses(types)
                .withOutput(collected)
                .withPostProcessor(collected)
                .generate();
        return collected.definitions;
    }

    /** The definition of {@code DeadLetter}, in which every operator keeps the failures that it no longer retries. */
    public static HasMetadata deadLetters() {
        return new Json().decode(LetterDefinition.json(), CustomResourceDefinition.class);
    }

    /** The definitions of all custom resources that an operator's controllers name, and of dead letters. */
    public static List<HasMetadata> of(OperatorBuilder builder) {
        var all = new ArrayList<HasMetadata>(generate(types(builder)).values());
        all.add(deadLetters());
        return List.copyOf(all);
    }

    /** Applies all these definitions, and waits until they are served. */
    static void apply(OperatorBuilder builder) throws InterruptedException {
        var types = types(builder);
        try (var client = ApiClient.of(builder.config(), builder.transport())) {
            new Startup(client, Clock.system(), PATIENCE).check();
            var definitions = new Kind(
                    "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);
            for (var definition : generate(types).entrySet()) {
                client.send(ApiRequest.of("PATCH", definitions.path("") + "/" + definition.getKey())
                        .with("fieldManager", builder.name())
                        .with("force", "true")
                        .body("application/apply-patch+yaml", client.json().encode(definition.getValue())));
            }
            LetterDefinition.apply(client, Clock.system(), builder.name());
            for (var type : types) {
                awaitServed(client, Kind.of(type));
            }
        } catch (ApiException e) {
            throw new OperatorException("cannot apply the CRDs: " + e.getMessage(), e);
        }
    }

    /** The classes of the custom resources that an operator's controllers name. */
    static Set<Class<? extends HasMetadata>> types(OperatorBuilder builder) {
        var types = new LinkedHashSet<Class<? extends HasMetadata>>();
        for (var plan : builder.plans()) {
            types.add(plan.type);
            plan.secondaries.forEach(secondary -> types.add(secondary.type()));
            plan.views.forEach(viewed -> types.add(viewed.type()));
        }
        types.removeIf(type -> !CustomResource.class.isAssignableFrom(type));
        return types;
    }

    private static void awaitServed(ApiClient client, Kind kind) throws InterruptedException {
        var clock = Clock.system();
        long deadline = clock.nanos() + PATIENCE.toNanos();
        while (true) {
            try {
                client.send(ApiRequest.of("GET", kind.path("")).with("limit", "1"));
                return;
            } catch (ApiException e) {
                if (!e.isNotFound() || clock.nanos() > deadline) {
                    throw e;
                }
            }
            clock.sleep(PAUSE);
        }
    }

    /** Takes the definitions as objects; their text is not wanted. */
    private static final class Collected implements CRDPostProcessor, CRDGenerator.CRDOutput<OutputStream> {
        private final Map<String, HasMetadata> definitions = new LinkedHashMap<>();

        @Override
        public HasMetadata process(HasMetadata definition, String version) {
            definitions.put(definition.getMetadata().getName(), definition);
            return definition;
        }

        @Override
        public OutputStream outputFor(String name) throws IOException {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {}
    }
}
