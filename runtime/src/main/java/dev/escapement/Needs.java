package dev.escapement;

import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

import dev.escapement.Permission.Where;
import dev.escapement.client.Kind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.CustomResource;

/** Finds out what an operator has to be allowed to do, from what its author has said of it. */
final class Needs {
    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> OWN = List.of("create", "delete", "get", "list", "patch", "watch");

    private final OperatorBuilder builder;
    /** The permissions that differ in more than verbs and reason. */
    private final LinkedHashMap<Permission, Permission> found = new LinkedHashMap<>();

    private Needs(OperatorBuilder builder) {
        this.builder = builder;
    }

    static Declaration of(OperatorBuilder builder) {
        var needs = new Needs(builder);
        builder.plans().forEach(needs::controller);
        var within = builder.namespace.isEmpty() ? List.<String>of() : List.of(builder.namespace);
        builder.uses.forEach(use -> needs.add(
                use.kind(), use.kind().plural(), use.verbs(), places(use.kind(), within), "said by its author"));
        needs.control();
        if (builder.standby != null) {
            needs.lease();
        }
        return new Declaration(
                builder.name(),
                builder.namespace,
                builder.grace.toSeconds(),
                builder.plans().stream().map(Needs::part).toList(),
                List.copyOf(needs.found.values()),
                builder.standby != null);
    }

    private static Declaration.ControllerPart part(Plan<?> plan) {
        var others = Stream.concat(
                plan.secondaries.stream().map(Plan.Secondary::kind),
                plan.views.stream().map(Plan.Viewed::kind));
        return new Declaration.ControllerPart(
                plan.name, plan.kind, others.distinct().toList());
    }

    private void controller(Plan<?> plan) {
        var kind = plan.kind;
        add(kind, kind.plural(), READ, plan, "controller " + plan.name);
        if (plan.cleanup != null) {
            add(kind, kind.plural(), List.of("patch"), plan, "the finalizer of controller " + plan.name);
        }
        if (hasStatus(plan.type)) {
            add(
                    kind,
                    kind.plural() + "/status",
                    List.of("patch"),
                    plan,
                    "the status that controller " + plan.name + " writes");
        }
        for (var other : plan.secondaries) {
            boolean owned = other.mapping() == null;
            add(
                    other.kind(),
                    other.kind().plural(),
                    owned ? OWN : READ,
                    plan,
                    (owned ? "owned by " : "watched by ") + plan.name);
            if (owned) {
                // Asked for by the admission plugin OwnerReferencesPermissionEnforcement, as owned objects block their
                // owner's deletion.
                add(kind, kind.plural() + "/finalizers", List.of("update"), plan, "owner references to it");
            }
        }
        plan.views.forEach(viewed -> add(viewed.kind(), viewed.kind().plural(), READ, plan, "read by " + plan.name));
        add(EventForm.KIND, EventForm.KIND.plural(), List.of("create", "patch"), eventPlaces(plan), "Events");
        add(LetterForm.KIND, LetterForm.KIND.plural(), OWN, letterPlaces(plan), "dead letters");
    }

    private void control() {
        own(Kind.of(ConfigMap.class), List.of("list", "watch"), "the ConfigMap that controls it");
    }

    private void lease() {
        var kind = Kind.of(Lease.class);
        var reason = "the Lease that replicas compete for";
        // Who creates an object has no name to be checked yet.
        add(kind, kind.plural(), List.of("create"), home(kind), reason);
        own(kind, List.of("get", "update"), reason);
    }

    /** An object that is the operator's alone; the ConfigMap and the Lease have one name. */
    private void own(Kind kind, List<String> verbs, String reason) {
        var place = home(kind);
        add(new Permission(
                kind.group(),
                kind.plural(),
                verbs,
                List.of(Controls.mapName(builder.name())),
                place.namespaces,
                place.where,
                reason));
    }

    private Place home(Kind kind) {
        return builder.namespace.isEmpty()
                ? new Place(Where.HOME, List.of())
                : places(kind, List.of(builder.namespace));
    }

    private record Place(Where where, List<String> namespaces) {}

    private static Place places(Kind kind, List<String> within) {
        return !kind.namespaced() || within.isEmpty()
                ? new Place(Where.CLUSTER, List.of())
                : new Place(Where.NAMESPACES, within);
    }

    /** Events about what is in no namespace are in the namespace "default". */
    private Place eventPlaces(Plan<?> plan) {
        return plan.kind.namespaced()
                ? places(EventForm.KIND, plan.namespaces(builder.namespace))
                : new Place(Where.NAMESPACES, List.of("default"));
    }

    private Place letterPlaces(Plan<?> plan) {
        return plan.kind.namespaced()
                ? places(LetterForm.KIND, plan.namespaces(builder.namespace))
                : new Place(Where.HOME, List.of());
    }

    private void add(Kind kind, String resource, List<String> verbs, Plan<?> plan, String reason) {
        add(kind, resource, verbs, places(kind, plan.namespaces(builder.namespace)), reason);
    }

    private void add(Kind kind, String resource, List<String> verbs, Place place, String reason) {
        add(new Permission(kind.group(), resource, verbs, List.of(), place.namespaces, place.where, reason));
    }

    /** Adds it to what there is of the same objects. */
    private void add(Permission more) {
        var object = new Permission(
                more.group(), more.resource(), List.of(), more.names(), more.namespaces(), more.where(), "");
        found.merge(object, more, (one, other) -> {
            var verbs = new ArrayList<>(one.verbs());
            verbs.addAll(other.verbs());
            var reason = one.reason().contains(other.reason()) ? one.reason() : one.reason() + ", " + other.reason();
            return new Permission(
                    one.group(), one.resource(), verbs, one.names(), one.namespaces(), one.where(), reason);
        });
    }

    /** Whether its objects have a status that a reconciler may write: custom resources do, unless their class says Void. */
    private static boolean hasStatus(Class<? extends HasMetadata> type) {
        if (!CustomResource.class.isAssignableFrom(type)) {
            return type == GenericKubernetesResource.class;
        }
        Class<?> below = type;
        while (below.getSuperclass() != CustomResource.class) {
            below = below.getSuperclass();
        }
        return !(below.getGenericSuperclass() instanceof ParameterizedType parameters)
                || parameters.getActualTypeArguments()[1] != Void.class;
    }
}
