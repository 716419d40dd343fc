package dev.escapement.simulation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;

/** Carries requests to a server in the same JVM. */
record InProcessTransport(Exchange exchange) implements HttpClient.Factory {
    @Override
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Makes clients, all of which reach the one server. */
    static final class Builder extends StandardHttpClientBuilder<InProcessClient, InProcessTransport, Builder> {
        Builder(InProcessTransport transport) {
            super(transport);
        }

        @Override
        public InProcessClient build() {
            return new InProcessClient(this, clientFactory.exchange(), new AtomicBoolean());
        }

        @Override
        protected Builder newInstance(InProcessTransport transport) {
            return new Builder(transport);
        }
    }
}
