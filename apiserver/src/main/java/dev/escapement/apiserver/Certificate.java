package dev.escapement.apiserver;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for this machine's loopback addresses with its key, and the authority that has signed it. kubectl sends tokens over
 * TLS only, so there has to be one; a kubeconfig names its authority. That is another certificate since rustls, with which kube-rs is
 * built, does not take an authority for a server.
 */
@SuppressWarnings("ArrayRecordComponent") // certificates are not compared
record Certificate(byte[] encoded, byte[] authority, PrivateKey key) {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final String AUTHORITY = "escapement-apiserver-ca";
    private static final String SERVER = "escapement-apiserver";

    /** Makes a new one, and an authority for it alone. They count from a day before, for clocks that disagree. */
    static Certificate create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair authority = generator.generateKeyPair();
            KeyPair server = generator.generateKeyPair();
            byte[] identifier = identifier(authority);
            return new Certificate(
                    signed(SERVER, server, serverExtensions(identifier), authority.getPrivate()),
                    signed(AUTHORITY, authority, authorityExtensions(identifier), authority.getPrivate()),
                    server.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a certificate: " + e, e);
        }
    }

    /** The one in a directory, made at the first time, so that kubeconfig files stay valid over a restart. */
    static Certificate in(Path directory) throws IOException {
        Path file = directory.resolve("server.pem");
        if (!Files.exists(file)) {
            Certificate certificate = create();
            String text = block("CERTIFICATE", certificate.encoded)
                    + certificate.pem()
                    + block("PRIVATE KEY", certificate.key.getEncoded());
            PrivateFile.write(file, text);
            return certificate;
        }
        String text = Files.readString(file);
        try {
            PrivateKey key =
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decode(text, "PRIVATE KEY")));
            String second = text.substring(text.indexOf("-----END CERTIFICATE-----") + 1);
            return new Certificate(decode(text, "CERTIFICATE"), decode(second, "CERTIFICATE"), key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "Cannot read the certificate in " + file + ". Remove the file to have a new one made.", e);
        }
    }

    /** The authority's certificate, with which a client checks the server's. */
    String pem() {
        return block("CERTIFICATE", authority);
    }

    /** TLS for a server with this certificate. */
    SSLContext tls() {
        try {
            char[] password = {};
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            var factory = CertificateFactory.getInstance("X.509");
            java.security.cert.Certificate[] chain = {
                factory.generateCertificate(new ByteArrayInputStream(encoded)),
                factory.generateCertificate(new ByteArrayInputStream(authority))
            };
            store.setKeyEntry("server", key, password, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot set up TLS: " + e, e);
        }
    }

    private static byte[] signed(String subject, KeyPair pair, byte[] extensions, PrivateKey authority)
            throws GeneralSecurityException {
        Instant start = Instant.now().minus(Duration.ofDays(1));
        byte[] serial = Der.integer(
                new BigInteger(64, new SecureRandom()).add(BigInteger.ONE).toByteArray());
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.integer(new byte[] {2})), // version 3
                serial,
                ECDSA_WITH_SHA256,
                name(AUTHORITY),
                Der.sequence(Der.time(start), Der.time(start.plus(VALIDITY))),
                name(subject),
                pair.getPublic().getEncoded(),
                Der.tagged(0xa3, extensions));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(authority);
        signature.update(body);
        return Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(signature.sign(), 0));
    }

    private static byte[] name(String common) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(common))));
    }

    private static byte[] identifier(KeyPair pair) throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());
        return Arrays.copyOf(hash, 20);
    }

    private static byte[] authorityExtensions(byte[] identifier) {
        byte[] authority = extension(Der.sequence(Der.bool(true)), true, 2, 5, 29, 19);
        // keyCertSign
        byte[] usage = extension(Der.bits(new byte[] {(byte) 0x04}, 2), true, 2, 5, 29, 15);
        return Der.sequence(authority, usage, extension(Der.octets(identifier), false, 2, 5, 29, 14));
    }

    private static byte[] serverExtensions(byte[] issuer) {
        byte[] noAuthority = extension(Der.sequence(), true, 2, 5, 29, 19);
        byte[] names = Der.sequence(
                Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.tagged(0x87, new byte[] {127, 0, 0, 1}),
                Der.tagged(0x87, LOOPBACK_6));
        // digitalSignature
        byte[] usage = extension(Der.bits(new byte[] {(byte) 0x80}, 7), true, 2, 5, 29, 15);
        byte[] server = extension(Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1)), false, 2, 5, 29, 37);
        byte[] signer = extension(Der.sequence(Der.tagged(0x80, issuer)), false, 2, 5, 29, 35);
        return Der.sequence(noAuthority, usage, server, signer, extension(names, false, 2, 5, 29, 17));
    }

    private static byte[] extension(byte[] value, boolean critical, int... oid) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static String block(String type, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static byte[] decode(String text, String type) {
        String begin = "-----BEGIN " + type + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + type + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no " + type);
        }
        String body = new BufferedReader(new StringReader(text.substring(start + begin.length(), end)))
                .lines()
                .map(String::strip)
                .collect(Collectors.joining());
        return Base64.getDecoder().decode(body);
    }
}
