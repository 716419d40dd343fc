package dev.escapement.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import org.jspecify.annotations.Nullable;

/** Which classes the source files declare, and where: what the class files alone do not tell. */
final class Outline {
    private final List<String> launched = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();

    /** Reads every file as soon as it is parsed. */
    TaskListener listener(JavacTask task) {
        var trees = Trees.instance(task);
        return new TaskListener() {
            @Override
            public void finished(TaskEvent event) {
                if (event.getKind() == TaskEvent.Kind.PARSE) {
                    read(event.getCompilationUnit(), trees);
                }
            }
        };
    }

    /** The class of each file that {@code java FILE} would launch: its first. */
    List<String> launched() {
        return launched;
    }

    /** Where a class is declared, as {@code file:line}. */
    String place(String className) {
        return places.getOrDefault(className, className);
    }

    private void read(CompilationUnitTree unit, Trees trees) {
        var packageName = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .findFirst()
                .ifPresent(first -> launched.add(packageName + ((ClassTree) first).getSimpleName()));
        var file = unit.getSourceFile().getName();
        new TreeScanner<Void, String>() {
            @Override
            public @Nullable Void visitClass(ClassTree tree, String prefix) {
                var name = prefix + tree.getSimpleName();
                long start = trees.getSourcePositions().getStartPosition(unit, tree);
                places.putIfAbsent(name, file + ":" + unit.getLineMap().getLineNumber(Math.max(0, start)));
                return super.visitClass(tree, name + "$");
            }
        }.scan(unit.getTypeDecls(), packageName);
    }
}
