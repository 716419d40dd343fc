package dev.escapement;

import java.time.Instant;
import java.util.List;

import dev.escapement.client.Header;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen of an object at a second glance.
 *
 * @param view what is seen at the first
 * @param header its metadata
 * @param since when the run that is on its way began; null if there is none
 * @param waiting what has happened that the next run will be for
 * @param history its last runs, the latest first
 * @param failures the last attempts that failed in a row, oldest first; at most 5
 * @param tasks what timers and daemons do for it
 * @param letters the dead letters about it
 */
public record ObjectDetail(
        ObjectView view,
        Header header,
        @Nullable Instant since,
        List<Cause> waiting,
        List<PastRun> history,
        List<FailureView> failures,
        List<TaskView> tasks,
        List<LetterView> letters) {}
