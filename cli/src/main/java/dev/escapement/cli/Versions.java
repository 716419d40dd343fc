package dev.escapement.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Versions.class.getPackage().getImplementationVersion();
        return new String[] {
            "Escapement " + (version == null ? "(not packaged)" : version),
            "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
