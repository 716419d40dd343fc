package dev.escapement;

import java.util.List;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.queue.QueueStats;
import dev.escapement.queue.WorkQueue;

/**
 * What is to be seen of a controller.
 *
 * @param name its name
 * @param kind the kind of its objects
 * @param objects how many there are
 * @param queue the figures of its queue
 * @param working what its workers have, the one that has been longest first
 * @param waiting what is taken next; the first ones
 * @param flows what shares its workers fairly, namespaces as a rule; those with the most waiting first
 * @param workers how many workers there are to be at the moment
 * @param bounds how many there may be
 * @param paused whether all of its objects pause
 * @param pausedByCluster whether that is said in the operator's ConfigMap, where it has to be taken back
 * @param verbose whether its debug lines are logged
 * @param runs how its runs went
 * @param retrying how many objects have failed and are retried
 * @param letters how many dead letters there are
 */
public record ControllerView(
        String name,
        Kind kind,
        int objects,
        QueueStats queue,
        List<WorkQueue.Working<ObjectKey>> working,
        List<WorkQueue.Waiting<ObjectKey>> waiting,
        List<WorkQueue.FlowStats> flows,
        int workers,
        ControlState.Bounds bounds,
        boolean paused,
        boolean pausedByCluster,
        boolean verbose,
        RunStats runs,
        int retrying,
        int letters) {}
