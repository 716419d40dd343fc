package dev.escapement.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** No answer came from the API server: it is not there, or the connection to it failed. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreachableException(String request, String server, Throwable cause) {
        super(request + ": " + explain(server, cause), cause);
    }

    private static String explain(String server, Throwable cause) {
        var detail = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return switch (cause) {
            case UnresolvedAddressException e -> unknown(server);
            case UnknownHostException e -> unknown(server);
            case HttpTimeoutException e -> "the API server at " + server + " did not answer in time (" + detail + ")";
            case ConnectException e ->
                cause.getCause() instanceof UnresolvedAddressException
                        ? unknown(server)
                        : "nothing answers at " + server + ": is the cluster running, and is it the right kubeconfig?";
            case SSLException e ->
                "no secure connection to " + server + " (" + detail
                        + "): does the kubeconfig's certificate authority belong to this cluster?";
            case IOException e -> "the connection to " + server + " failed (" + detail + ")";
            default -> "the request to " + server + " failed (" + detail + ")";
        };
    }

    private static String unknown(String server) {
        return "the host of " + server + " is unknown: is the kubeconfig right, and does the name resolve here?";
    }
}
