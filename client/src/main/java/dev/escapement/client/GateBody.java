package dev.escapement.client;

import java.io.ByteArrayInputStream;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.InputStreamBodyContent;

/** A request's body, as often as it is sent. */
sealed interface GateBody {
    /** The request for an attempt of its own. */
    HttpRequest request();

    /** Whether it can be sent more than once. */
    default boolean repeats() {
        return true;
    }

    /** Looks at how a request holds its body; one that is an array behind a stream is taken out of it, and the stream used up. */
    static GateBody of(HttpRequest request) {
        if (request instanceof StandardHttpRequest standard
                && standard.body() instanceof InputStreamBodyContent content) {
            // A transport may still read from the stream of one attempt when the next one begins, so each has its own.
            return content.getContent().getClass() == ByteArrayInputStream.class
                    ? new Bytes(standard, ((ByteArrayInputStream) content.getContent()).readAllBytes())
                    : new Once(request);
        }
        return new Same(request);
    }

    /** No body, or a string, or an array, which a transport only reads. */
    record Same(HttpRequest request) implements GateBody {}

    /** A stream that is read where it comes from. */
    record Once(HttpRequest request) implements GateBody {
        @Override
        public boolean repeats() {
            return false;
        }
    }

    /** Bytes that a new stream is made of each time. */
    @SuppressWarnings("ArrayRecordComponent") // bodies are sent, not compared
    record Bytes(StandardHttpRequest original, byte[] bytes) implements GateBody {
        @Override
        public HttpRequest request() {
            return original.newBuilder()
                    .method(original.method(), original.getContentType(), new ByteArrayInputStream(bytes), bytes.length)
                    .build();
        }
    }
}
