package dev.escapement.testcluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class on the embedded API server, then on a real control plane; each gets it as a parameter of type
 * {@link Cluster}.
 *
 * <p>The real one needs Go to be built; where there is none it is left out, and one line says so. The system property {@code
 * escapement.cluster} chooses: {@code embedded}, {@code real} (which fails when it cannot be had), or {@code both}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(ClusterExtension.class)
public @interface OnEachCluster {}
