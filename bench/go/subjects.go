package main

import (
	"fmt"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

type (
	request = reconcile.Request
	queue   = workqueue.TypedRateLimitingInterface[request]
	// subject makes a new, empty queue.
	subject func() queue
)

// Both queues have a name, and with it Prometheus metrics: controller-runtime makes itself the provider of client-go's queue
// metrics when it is imported, and that is what its operators run with. (A queue without a name would have none.)
var subjects = map[string]subject{
	"client-go": func() queue {
		limiter := workqueue.NewTypedItemExponentialFailureRateLimiter[request](5*time.Millisecond, 1000*time.Second)
		return workqueue.NewTypedRateLimitingQueueWithConfig(limiter, workqueue.TypedRateLimitingQueueConfig[request]{Name: "bench"})
	},
	"priority-queue": func() queue { return priorityqueue.New[request]("bench") },
}

// keysOf makes n distinct keys in ten namespaces.
func keysOf(n int) []request {
	keys := make([]request, n)
	for i := range keys {
		keys[i] = keyOf(fmt.Sprintf("bench-%d", i%10), i)
	}
	return keys
}

func keyOf(namespace string, number int) request {
	return request{NamespacedName: types.NamespacedName{Namespace: namespace, Name: fmt.Sprintf("w-%07d", number)}}
}

// numberOf is the number that keyOf put into the name.
func numberOf(key request) int {
	number, err := strconv.Atoi(key.Name[2:])
	if err != nil {
		panic(err)
	}
	return number
}

// work starts workers that take keys, do something with each, and give them back, until the queue is shut down.
func work(q queue, workers int, each func(request)) {
	for range workers {
		go func() {
			for {
				key, shutdown := q.Get()
				if shutdown {
					return
				}
				each(key)
				q.Done(key)
			}
		}()
	}
}
