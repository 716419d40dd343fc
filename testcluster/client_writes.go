package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	coreapply "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/retry"
)

func (v *visitor) apply(ctx context.Context) error {
	maps := v.client.CoreV1().ConfigMaps(visited)
	wanted := coreapply.ConfigMap("applied", visited).WithData(map[string]string{"a": "1"})
	if _, err := maps.Apply(ctx, wanted, meta.ApplyOptions{FieldManager: "one"}); err != nil {
		return err
	}
	other := coreapply.ConfigMap("applied", visited).WithData(map[string]string{"a": "2"})
	if _, err := maps.Apply(ctx, other, meta.ApplyOptions{FieldManager: "two"}); !errors.IsConflict(err) {
		return fmt.Errorf("another manager's field was taken over without a conflict: %v", err)
	}
	applied, err := maps.Apply(ctx, other, meta.ApplyOptions{FieldManager: "two", Force: true})
	if err == nil && (applied.Data["a"] != "2" || len(applied.ManagedFields) != 1) {
		err = fmt.Errorf("applied is %v", applied)
	}
	return err
}

func (v *visitor) conflict(ctx context.Context) error {
	maps := v.client.CoreV1().ConfigMaps(visited)
	stale, err := maps.Get(ctx, "setting-01", meta.GetOptions{})
	if err != nil {
		return err
	}
	fresh := stale.DeepCopy()
	fresh.Data["index"] = "2"
	if _, err := maps.Update(ctx, fresh, meta.UpdateOptions{}); err != nil {
		return err
	}
	stale.Data["index"] = "3"
	if _, err := maps.Update(ctx, stale, meta.UpdateOptions{}); !errors.IsConflict(err) {
		return fmt.Errorf("a stale update was not refused: %v", err)
	}
	if _, err := maps.Create(ctx, v.settings(1), meta.CreateOptions{}); !errors.IsAlreadyExists(err) {
		return fmt.Errorf("a second creation was not refused: %v", err)
	}
	return nil
}

func (v *visitor) status(ctx context.Context) error {
	pods := v.client.CoreV1().Pods(visited)
	pod, err := pods.Create(ctx, &core.Pod{
		ObjectMeta: meta.ObjectMeta{Name: "pod"},
		Spec:       core.PodSpec{Containers: []core.Container{{Name: "main", Image: "example.dev/none:1"}}},
	}, meta.CreateOptions{})
	if err != nil {
		return err
	}
	pod.Status.Phase = core.PodRunning
	pod.Spec.Containers[0].Image = "example.dev/other:1"
	pod, err = pods.UpdateStatus(ctx, pod, meta.UpdateOptions{})
	if err == nil && (pod.Status.Phase != core.PodRunning || pod.Spec.Containers[0].Image != "example.dev/none:1") {
		err = fmt.Errorf("after a write of the status the pod is %v", pod)
	}
	return err
}

func (v *visitor) scale(ctx context.Context) error {
	one := int32(1)
	sets := v.client.AppsV1().ReplicaSets(visited)
	set := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": map[string]any{"name": "set"},
		"spec": map[string]any{"replicas": int64(0), "selector": map[string]any{"matchLabels": map[string]any{"a": "b"}},
			"template": map[string]any{"metadata": map[string]any{"labels": map[string]any{"a": "b"}},
				"spec": map[string]any{"containers": []any{map[string]any{"name": "main", "image": "example.dev/none:1"}}}}}}}
	resource := schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "replicasets"}
	if _, err := v.dynamic.Resource(resource).Namespace(visited).Create(ctx, set, meta.CreateOptions{}); err != nil {
		return err
	}
	// Where there are controllers, one writes the status of the set meanwhile.
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		scale, err := sets.GetScale(ctx, "set", meta.GetOptions{})
		if err != nil {
			return err
		}
		scale.Spec.Replicas = one
		scale, err = sets.UpdateScale(ctx, "set", scale, meta.UpdateOptions{})
		if err == nil && scale.Spec.Replicas != one {
			err = fmt.Errorf("the scale is %v", scale)
		}
		return err
	})
}

// events records the same thing twice, which is one event that counts.
func (v *visitor) events(ctx context.Context) error {
	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	defer broadcaster.Shutdown()
	broadcaster.StartRecordingToSink(&eventSink{v.client})
	recorder := broadcaster.NewRecorder(scheme.Scheme, core.EventSource{Component: "visitor"})
	settings, err := v.client.CoreV1().ConfigMaps(visited).Get(ctx, "setting-01", meta.GetOptions{})
	if err != nil {
		return err
	}
	recorder.Event(settings, core.EventTypeNormal, "Visited", "somebody was here")
	recorder.Event(settings, core.EventTypeNormal, "Visited", "somebody was here")
	return eventually(ctx, "an event counts to two", func(ctx context.Context) (bool, error) {
		list, err := v.client.CoreV1().Events(visited).List(ctx, meta.ListOptions{FieldSelector: "involvedObject.name=setting-01"})
		if err != nil {
			return false, err
		}
		return slices.ContainsFunc(list.Items, func(event core.Event) bool { return event.Count == 2 }), nil
	})
}

type eventSink struct{ client *kubernetes.Clientset }

func (s *eventSink) Create(event *core.Event) (*core.Event, error) {
	return s.client.CoreV1().Events(event.Namespace).CreateWithEventNamespace(event)
}

func (s *eventSink) Update(event *core.Event) (*core.Event, error) {
	return s.client.CoreV1().Events(event.Namespace).UpdateWithEventNamespace(event)
}

func (s *eventSink) Patch(event *core.Event, data []byte) (*core.Event, error) {
	return s.client.CoreV1().Events(event.Namespace).PatchWithEventNamespace(event, data)
}

// leaders has one candidate lead, renew its lease and give it back, then another one.
func (v *visitor) leaders(ctx context.Context) error {
	for _, name := range []string{"one", "two"} {
		lock := &resourcelock.LeaseLock{
			LeaseMeta:  meta.ObjectMeta{Namespace: visited, Name: "leader"},
			Client:     v.client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: name},
		}
		leading, lead := context.WithCancel(ctx)
		var failed error
		elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
			Lock: lock, LeaseDuration: 15 * time.Second, RenewDeadline: 10 * time.Second, RetryPeriod: 50 * time.Millisecond,
			ReleaseOnCancel: true,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) {
					failed = eventually(ctx, name+" renews", func(ctx context.Context) (bool, error) {
						lease, err := v.client.CoordinationV1().Leases(visited).Get(ctx, "leader", meta.GetOptions{})
						return err == nil && *lease.Spec.HolderIdentity == name && lease.Spec.RenewTime.After(lease.Spec.AcquireTime.Time), err
					})
					lead()
				},
				OnStoppedLeading: func() {},
			},
		})
		if err != nil {
			lead()
			return err
		}
		elector.Run(leading)
		lead()
		if failed != nil {
			return failed
		}
	}
	return nil
}
