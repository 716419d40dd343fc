package dev.escapement.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.apiserver.ApiServerBuilder;
import dev.escapement.apiserver.Request;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Certificates and credentials that are replaced while an informer lives. */
@Timeout(120)
class RotationTest {
    @TempDir
    Path folder;

    @Test
    void theServersCertificateAndItsAuthorityAreReplaced() throws IOException {
        rotate("one", "one", true);
    }

    @Test
    void theTokenIsReplaced() throws IOException {
        rotate("one", "two", false);
    }

    private void rotate(String token, String next, boolean certificate) throws IOException {
        var kubeconfig = folder.resolve("kubeconfig");
        int port;
        Informer informer;
        ApiClient client;
        try (var server = server(token).start()) {
            port = server.port();
            server.writeKubeconfig(kubeconfig);
            client = ApiClient.of(Config.fromKubeconfig(kubeconfig.toFile()));
            informer = new Informer(client, Clock.system(), Scripted.MAPS, Selection.ALL);
            informer.start();
            create(server, "before");
            Await.until("it is seen", () -> names(informer).equals(List.of("before")));
        }
        if (certificate) {
            try (var files = Files.list(folder.resolve("data"))) {
                for (var file : files.filter(f -> f.toString().matches(".*(crt|key|pem)"))
                        .toList()) {
                    Files.delete(file);
                }
            }
        }
        try (client;
                informer;
                var server = server(next).port(port).start()) {
            server.writeKubeconfig(kubeconfig);
            create(server, "then");
            Await.until("it is seen", () -> names(informer).equals(List.of("before", "then")));
        }
    }

    private ApiServerBuilder server(String token) {
        return ApiServer.builder().data(folder.resolve("data")).token(token);
    }

    private static void create(ApiServer server, String name) {
        server.handle(Request.of("POST", "/api/v1/namespaces/default/configmaps")
                .body(
                        "application/json",
                        "{\"metadata\":{\"name\":\"%s\"}}".formatted(name).getBytes(UTF_8)));
    }

    private static List<String> names(Informer informer) {
        return informer.objects().map(o -> o.header().key().name()).sorted().toList();
    }
}
