package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;

import io.fabric8.kubernetes.client.Config;

/** Looks which kubeconfig is used, and who else may read it. */
final class KubeconfigCheck {
    private static final String CHECK = "kubeconfig";

    private KubeconfigCheck() {}

    static Finding of(Config config) {
        var file = config.getFile() == null ? null : config.getFile().toPath();
        if (file == null) {
            return Finding.ok(CHECK, "the service account of this pod");
        }
        var context = config.getCurrentContext();
        var found = file + ", context " + (context == null ? "none" : context.getName()) + ", namespace "
                + (config.getNamespace() == null ? "default" : config.getNamespace());
        if (config.isTrustCerts() || config.isDisableHostnameVerification()) {
            return Finding.warn(
                    CHECK,
                    found + "; the server's certificate is not checked, so anybody on the way can be the API server",
                    "take insecure-skip-tls-verify out of the kubeconfig, and name certificate-authority instead; unset"
                            + " KUBERNETES_TRUST_CERTIFICATES and KUBERNETES_DISABLE_HOSTNAME_VERIFICATION");
        }
        try {
            var permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ)) {
                return Finding.warn(CHECK, found + "; others can read it, and its credentials", "chmod 600 " + file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Finding.ok(CHECK, found); // there are no such permissions on this system
        }
        return Finding.ok(CHECK, found);
    }
}
