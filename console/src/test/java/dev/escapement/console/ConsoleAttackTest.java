package dev.escapement.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** People who mean ill, by raw sockets, as a browser or a client library would not let them. */
@OnEachCluster
class ConsoleAttackTest {
    private static final String POST =
            "POST /api/v1/actions/pause HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";

    private ConsoleBench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new ConsoleBench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    @Test
    void aPageOfAnotherSiteActsInVain() throws Exception {
        var token = Guard.TOKEN + ": " + bench.token() + "\r\n";
        assertThat(say(POST + own() + token + "Origin: http://evil.example\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
        assertThat(say(POST + own() + token + "Origin: null\r\n\r\n{}")).startsWith("HTTP/1.1 403");
        assertThat(say(POST + own() + token + "Sec-Fetch-Site: cross-site\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
        assertThat(say(POST + own() + token + "Sec-Fetch-Site: same-site\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
        assertThat(say(POST.replace("application/json", "text/plain") + own() + token + "\r\n{}"))
                .startsWith("HTTP/1.1 415");
        assertThat(say("OPTIONS /api/v1/actions/pause HTTP/1.1\r\n" + own() + "Origin: http://evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .doesNotContainIgnoringCase("Access-Control");
        assertThat(say("GET /api/v1/session HTTP/1.1\r\n" + own() + "Sec-Fetch-Site: cross-site\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(isPaused()).isFalse();
        var sameOrigin = "Origin: http://127.0.0.1:" + port() + "\r\n";
        assertThat(say(POST + own() + token + sameOrigin + "\r\n{}")).startsWith("HTTP/1.1 200");
        assertThat(isPaused()).isTrue();
    }

    @Test
    void anActionWithoutTheTokenIsRefused() throws Exception {
        assertThat(say(POST + own() + "\r\n{}")).startsWith("HTTP/1.1 403").contains("/api/v1/session");
        assertThat(say(POST + own() + Guard.TOKEN + ": " + "0".repeat(32) + "\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
        assertThat(isPaused()).isFalse();
    }

    @Test
    void aNameOfAnotherSiteThatLeadsHereIsRefused() throws Exception {
        assertThat(say("GET /api/v1/overview HTTP/1.1\r\nConnection: close\r\nHost: evil.example:" + port()
                        + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(say("GET / HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1.evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(say("GET /api/v1/health HTTP/1.1\r\nConnection: close\r\nHost: localhost:1\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(say("GET /api/v1/overview HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 421");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../Console.class",
                "/..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/vendor/../../Console.class",
                "/vendor/%2e%2e/app.js",
                "//etc/passwd",
                "/app.js%00.css",
                "/META-INF/NOTICE",
                "/web/app.js"
            })
    void noPathLeadsOutOfThePage(String path) throws Exception {
        assertThat(say("GET " + path + " HTTP/1.1\r\n" + own() + "\r\n")).startsWith("HTTP/1.1 40");
    }

    @Test
    void whatIsTooLongIsRefusedAndOthersAreAnswered() throws Exception {
        assertThat(say("GET /api/v1/overview HTTP/1.1\r\n" + own() + "X-Long: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(say("GET /api/v1/overview HTTP/1.1\r\n" + own() + "X-Long: " + "a".repeat(2_000_000) + "\r\n\r\n"))
                .doesNotContain("200 OK");
        assertThat(say("GET /api/v1/objects?q=" + "a".repeat(5_000) + " HTTP/1.1\r\n" + own() + "\r\n"))
                .startsWith("HTTP/1.1 414");
        var token = Guard.TOKEN + ": " + bench.token() + "\r\n";
        var long1 = "{\"a\":\"" + "a".repeat(20_000) + "\"}";
        assertThat(say(POST.replace("Content-Length: 2", "Content-Length: " + long1.length()) + own() + token + "\r\n"
                        + long1))
                .startsWith("HTTP/1.1 413");
        var deep = "[".repeat(16_000);
        assertThat(say(POST.replace("Content-Length: 2", "Content-Length: " + deep.length()) + own() + token + "\r\n"
                        + deep))
                .startsWith("HTTP/1.1 400");
        assertIsWell();
    }

    @Test
    void aThousandFollowersDoNoHarm() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 1000; i++) {
                var socket = new Socket("127.0.0.1", port());
                sockets.add(socket);
                socket.getOutputStream()
                        .write(("GET /api/v1/stream?client=c" + i + "&of=overview HTTP/1.1\r\n" + own() + "\r\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            int let = 0;
            int refused = 0;
            for (var socket : sockets) {
                socket.setSoTimeout(30_000);
                var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
                let += status.endsWith("200") ? 1 : 0;
                refused += status.endsWith("503") ? 1 : 0;
            }
            assertThat(let).isEqualTo(Streams.CLIENTS);
            assertThat(refused).isEqualTo(1000 - Streams.CLIENTS);
            assertThat(bench.console.watchers()).isEqualTo(Streams.CLIENTS);
            assertIsWell();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void thoseWhoNeverFinishTheirRequestKeepNobodyWaiting() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 300; i++) {
                var socket = new Socket("127.0.0.1", port());
                sockets.add(socket);
                socket.getOutputStream()
                        .write("GET /api/v1/overview HTTP/1.1\r\nHost: 127".getBytes(StandardCharsets.UTF_8));
            }
            assertIsWell();
            // The JDK's server cuts them off after the 30 s that ServerLimits asks for.
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> ends = new ArrayList<>();
                for (var socket : sockets) {
                    socket.setSoTimeout(120_000);
                    Callable<Integer> end = () -> read(socket.getInputStream());
                    ends.add(threads.submit(end));
                }
                for (var end : ends) {
                    assertThat(end.get()).isEqualTo(-1);
                }
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        assertIsWell();
    }

    private static int read(InputStream in) {
        try {
            return in.read();
        } catch (java.net.SocketTimeoutException e) {
            return -2;
        } catch (IOException e) {
            return -1; // reset, which is as good as closed
        }
    }

    @Test
    void scriptsInErrorsAndNamesComeAsTextThatNoBrowserRuns() throws Exception {
        bench.bench.create("bad-script", "1");
        Await.until(
                "it is dead",
                () -> bench.get("/api/v1/dead-letters").path("total").asInt() == 1);
        var answer = bench.ask("/api/v1/dead-letters");
        assertThat(answer.body()).contains("<script>alert(1)</script>");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        var page = bench.ask("/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("style=").doesNotContainPattern("<script(?! type=\"module\" src)");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(bench.ask("/api/v1/objects/maps/x/%3Cscript%3E").headers().firstValue("Content-Type"))
                .hasValue("application/json; charset=utf-8");
    }

    private void assertIsWell() throws Exception {
        assertThat(bench.ask("/api/v1/health").statusCode()).isEqualTo(200);
        assertThat(bench.operator.ailments()).isEmpty();
    }

    private boolean isPaused() {
        return bench.operator.controls().state().allPaused();
    }

    private int port() {
        return bench.console.address().getPort();
    }

    private String own() {
        return "Connection: close\r\nHost: 127.0.0.1:" + port() + "\r\n";
    }

    /** Sends something, and reads what comes until the other side is done, or enough has come. */
    private String say(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It may be cut off while it is sent.
            }
            var answer = new byte[4096];
            int length = socket.getInputStream().readNBytes(answer, 0, answer.length);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            return "cut off";
        }
    }
}
