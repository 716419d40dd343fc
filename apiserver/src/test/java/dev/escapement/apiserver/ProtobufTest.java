package dev.escapement.apiserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProtobufTest extends ServerTest {
    /** A length-delimited field; everything here is shorter than 128 bytes. */
    private static byte[] field(int number, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        out.write(body.size());
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    private static byte[] text(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] envelope(String kind, byte[] object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'k', '8', 's', 0});
        out.writeBytes(field(1, text(1, "v1"), text(2, kind)));
        out.writeBytes(field(2, object));
        return out.toByteArray();
    }

    private Client.Answer post(byte[] body) {
        return client.send(Request.of("POST", CONFIGMAPS).body("application/vnd.kubernetes.protobuf", body));
    }

    @Test
    void aBuiltInObjectMayComeAsProtobuf() {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes(field(1, text(1, "a"), text(3, ""), field(11, text(1, "l"), text(2, "m"))));
        object.writeBytes(field(2, text(1, "k"), text(2, "v")));
        object.writeBytes(field(2, text(1, "empty")));
        var made = post(envelope("ConfigMap", object.toByteArray())).is(201);
        assertThat(made.name()).isEqualTo("a");
        assertThat(made.text("metadata", "labels", "l")).isEqualTo("m");
        assertThat(made.text("data", "k")).isEqualTo("v");
        assertThat(made.body().path("data").has("empty")).isTrue();
    }

    @Test
    void whatIsNoProtobufIsRefused() {
        post(new byte[] {1, 2, 3}).is(400);
        post(envelope("ConfigMap", new byte[] {10, 100})).is(400);
        post(envelope("Secret", field(1, text(1, "a")))).is(400);
    }
}
