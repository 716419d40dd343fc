package dev.escapement.apiserver;

import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server in this process whose time and background work the test holds in its hands. */
abstract class ServerTest {
    static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
    static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    static final String WIDGETS = "/apis/example.dev/v1/namespaces/default/widgets";
    static final String DEPLOYMENT = """
            {'metadata': {'name': 'web'}, 'spec': {'replicas': 2, 'selector': {'matchLabels': {'app': 'web'}},
             'template': {'metadata': {'labels': {'app': 'web'}}, 'spec': {'containers': [{'name': 'c', 'image': 'i'}]}}}}""";
    static final String WIDGET_DEFINITION = """
            {'apiVersion': 'apiextensions.k8s.io/v1', 'kind': 'CustomResourceDefinition', 'metadata': {'name': 'widgets.example.dev'},
             'spec': {'group': 'example.dev', 'scope': 'Namespaced',
              'names': {'plural': 'widgets', 'kind': 'Widget', 'shortNames': ['wd']},
              'versions': [{'name': 'v1', 'served': true, 'storage': true, 'subresources': {'status': {}},
               'additionalPrinterColumns': [{'name': 'Size', 'type': 'integer', 'jsonPath': '.spec.size'}],
               'schema': {'openAPIV3Schema': {'type': 'object', 'properties': {
                'spec': {'type': 'object', 'properties': {
                  'size': {'type': 'integer', 'minimum': 0}, 'color': {'type': 'string', 'default': 'red'}}},
                'status': {'type': 'object', 'properties': {'url': {'type': 'string'}}}}}}},
               {'name': 'v1beta1', 'served': true, 'storage': false, 'subresources': {'status': {}},
               'schema': {'openAPIV3Schema': {'type': 'object', 'x-kubernetes-preserve-unknown-fields': true}}}]}}""";

    final ManualBackground background = new ManualBackground();
    ApiServer server;
    Client client;

    ServerTest() {
        server = start();
        client = new Client(server);
    }

    private ApiServer start() {
        try {
            return configure(ApiServer.builder()
                            .clock(background)
                            .background(background)
                            .random(new Random(1)))
                    .startInProcess();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    ApiServerBuilder configure(ApiServerBuilder builder) {
        return builder;
    }

    @BeforeEach
    void settle() {
        background.settle();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static String configMap(String name) {
        return "{'metadata': {'name': '" + name + "'}, 'data': {'k': 'v'}}";
    }

    static String widget(String name) {
        return "{'apiVersion': 'example.dev/v1', 'kind': 'Widget', 'metadata': {'name': '" + name
                + "'}, 'spec': {'size': 1}}";
    }

    static String owned(String name, String owner, String uid) {
        return "{'metadata': {'name': '" + name
                + "', 'ownerReferences': [{'apiVersion': 'v1', 'kind': 'ConfigMap', 'name': '" + owner + "', 'uid': '"
                + uid + "', 'blockOwnerDeletion': true}]}}";
    }
}
