package dev.escapement.testcluster;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test class its clusters; one of a sort is started in a test run, by the first test that needs it. */
final class ClusterExtension implements ClassTemplateInvocationContextProvider {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ClusterExtension.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return names().stream().map(name -> new On(name));
    }

    private static List<String> names() {
        var wanted = System.getProperty("escapement.cluster", "both");
        return switch (wanted) {
            case "embedded", "real" -> List.of(wanted);
            case "both" -> RealCluster.isPossible() ? List.of("embedded", "real") : List.of("embedded");
            default ->
                throw new IllegalArgumentException(
                        "escapement.cluster is \"" + wanted + "\"; it may be embedded, real or both");
        };
    }

    private static Cluster cluster(ExtensionContext context, String name) {
        var store = context.getRoot().getStore(NAMESPACE);
        return store.computeIfAbsent(
                name, _ -> name.equals("real") ? RealCluster.start() : EmbeddedCluster.start(), Cluster.class);
    }

    private record On(String name) implements ClassTemplateInvocationContext, ParameterResolver {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "on the " + name + " server";
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Cluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return cluster(context, name);
        }
    }
}
