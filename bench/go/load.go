package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
)

const (
	warm   = time.Second
	window = 8 * time.Second
)

// waits notes when keys were added and how long they waited for a worker, by their numbers.
type waits struct {
	added [1 << 16]time.Time
	took  [1 << 16]atomic.Int64
	count int
}

// over are the waits of the keys that were added from a moment on. A key that nobody took has waited until the end.
func (w *waits) over(from, end time.Time) (samples []time.Duration, served int) {
	for i, added := range w.added[:w.count] {
		if added.Before(from) {
			continue
		}
		took := time.Duration(w.took[i].Load())
		if took == 0 {
			took = end.Sub(added)
		} else {
			served++
		}
		samples = append(samples, took)
	}
	return samples, served
}

// fairness compares the waits of 99 light flows (ten keys a second each, at random) without and with a flow that has added
// 100,000 keys at once. A flow is a namespace; eight workers spend 6 ms on each key.
func fairness(make subject) figures {
	quiet, _, _ := lightWaits(make, 0)
	flood, added, served := lightWaits(make, 100_000)
	return figures{
		"quiet_p50_ms": quiet["p50_ms"], "quiet_p99_ms": quiet["p99_ms"], "flood_p50_ms": flood["p50_ms"],
		"flood_p99_ms": flood["p99_ms"], "ratio": flood["p99_ms"] / quiet["p99_ms"], "added": float64(added), "served": float64(served),
	}
}

func lightWaits(make subject, flood int) (result figures, added, served int) {
	const flows, perSecond, workers, cost = 99, 10, 8, 6 * time.Millisecond
	q := make()
	var waits waits
	random := rand.New(rand.NewPCG(1, 2))
	names := []string{}
	for i := range flows {
		names = append(names, fmt.Sprintf("flow-%d", i))
	}
	for i := range flood {
		q.Add(keyOf("flood", i))
	}
	work(q, workers, func(key request) {
		if key.Namespace != "flood" {
			number := numberOf(key)
			waits.took[number].Store(int64(time.Since(waits.added[number])))
		}
		time.Sleep(cost)
	})
	start := time.Now()
	end := start.Add(warm + window)
	for next := start; next.Before(end); waits.count++ {
		time.Sleep(time.Until(next))
		waits.added[waits.count] = time.Now()
		q.Add(keyOf(names[random.IntN(flows)], waits.count))
		next = next.Add(time.Duration(random.ExpFloat64() * float64(time.Second) / (flows * perSecond)))
	}
	time.Sleep(time.Until(end)) // for the last keys
	samples, served := waits.over(start.Add(warm), end)
	q.ShutDown()
	return percentiles(samples, time.Millisecond, "ms"), len(samples), served
}

// starvation lets 64 keys of high priority come back as soon as they are done, so that four workers of 1 ms a key never lack
// one, and adds a key of low priority every 50 ms. client-go's queue knows no priorities: all keys are equal.
func starvation(make subject) figures {
	const high, workers, cost, every = 64, 4, time.Millisecond, 50 * time.Millisecond
	q := make()
	add := func(key request, priority int) {
		if prioritised, ok := q.(priorityqueue.PriorityQueue[request]); ok {
			prioritised.AddWithOpts(priorityqueue.AddOpts{Priority: &priority}, key)
		} else {
			q.Add(key)
		}
	}
	var waits waits
	var highs atomic.Int64
	for i := range high {
		add(keyOf("high", i), 100)
	}
	work(q, workers, func(key request) {
		if key.Namespace == "high" {
			highs.Add(1)
			add(key, 100) // comes back when it is done
		} else {
			number := numberOf(key)
			waits.took[number].Store(int64(time.Since(waits.added[number])))
		}
		time.Sleep(cost)
	})
	start := time.Now()
	end := start.Add(warm + window)
	for next := start; next.Before(end); waits.count++ {
		time.Sleep(time.Until(next))
		waits.added[waits.count] = time.Now()
		add(keyOf("low", waits.count), -100)
		next = next.Add(every)
	}
	time.Sleep(time.Until(end)) // for the last keys
	samples, served := waits.over(start, end)
	q.ShutDown()
	longest := slices.Max(samples)
	return figures{
		"max_ms": float64(longest) / float64(time.Millisecond), "p50_ms": percentiles(samples, time.Millisecond, "ms")["p50_ms"],
		"added": float64(len(samples)), "served": float64(served), "high_per_s": float64(highs.Load()) / (warm + window).Seconds(),
	}
}
