/** An embedded Kubernetes API server, on Jackson and the JDK's HTTP server. */
module dev.escapement.apiserver {
    requires static transitive org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires jdk.httpserver;

    exports dev.escapement.apiserver;
}
