package dev.escapement.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Who may use whom: arrows between modules point one way. */
class DirectionTest {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.escapement");

    @Test
    void modulesUseOnlyWhatTheyMay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.escapement..")
                .layer("time")
                .definedBy("dev.escapement.time..")
                .layer("queue")
                .definedBy("dev.escapement.queue..")
                .layer("client")
                .definedBy("dev.escapement.client..")
                .layer("cache")
                .definedBy("dev.escapement.cache..")
                .layer("runtime")
                .definedBy("dev.escapement")
                .layer("ownership")
                .definedBy("dev.escapement.ownership..")
                .layer("console")
                .definedBy("dev.escapement.console..")
                .layer("apiserver")
                .definedBy("dev.escapement.apiserver..")
                .layer("simulation")
                .definedBy("dev.escapement.simulation..")
                .layer("cli")
                .definedBy("dev.escapement.cli..")
                .whereLayer("time")
                .mayNotAccessAnyLayer()
                .whereLayer("queue")
                .mayOnlyAccessLayers("time")
                .whereLayer("client")
                .mayOnlyAccessLayers("time")
                .whereLayer("cache")
                .mayOnlyAccessLayers("client", "time")
                .whereLayer("runtime")
                .mayOnlyAccessLayers("ownership", "cache", "queue", "client", "time")
                .whereLayer("ownership")
                .mayOnlyAccessLayers("client", "time")
                .whereLayer("console")
                .mayOnlyAccessLayers("runtime", "cache", "queue", "client", "time")
                .whereLayer("apiserver")
                .mayNotAccessAnyLayer()
                .whereLayer("simulation")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void noCycles() {
        slices().matching("dev.escapement.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
