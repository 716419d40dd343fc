package dev.escapement.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

import dev.escapement.Operator;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the cluster where a console is: by the annotation {@link Console#ANNOTATION} of the operator's ConfigMap, which is created if need be. So {@code
 * esc} finds it. Who may not write that loses nothing else.
 */
final class Whereabouts {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private Whereabouts() {}

    /** Says it behind the scenes: nothing waits for it. */
    static void publish(Operator operator, String url) {
        Thread.ofVirtual().name("console-address").start(() -> {
            try {
                write(operator, url);
            } catch (KubernetesClientException e) {
                LOG.debug("{}: where its console is cannot be written down in its ConfigMap", operator.name(), e);
            }
        });
    }

    private static void write(Operator operator, String url) {
        var key = operator.insight().controlMap();
        var map = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(key.namespace())
                .withName(key.name())
                .withAnnotations(Map.of(Console.ANNOTATION, url))
                .endMetadata()
                .build();
        operator.client()
                .resource(map)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(operator.name() + "-console")
                        .withForce(true)
                        .build());
    }

    /** The name of this machine, or of the pod. */
    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
