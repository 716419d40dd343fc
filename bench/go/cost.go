package main

import (
	"runtime"
	"sync"
	"time"

	"math/rand/v2"
)

const million = 1_000_000

// single adds, takes and finishes one key after another in one goroutine: the median of five rounds, after one to warm up.
func single(make subject) figures {
	const rounds, batch = 6, 10_240
	q := make()
	keys := keysOf(1024)
	var nanos, bytes []float64
	for range rounds {
		start, before, done := time.Now(), allocated(), 0
		for time.Since(start) < time.Second {
			for i := range batch {
				q.Add(keys[i%len(keys)])
				key, _ := q.Get()
				q.Done(key)
			}
			done += batch
		}
		nanos = append(nanos, float64(time.Since(start).Nanoseconds())/float64(done))
		bytes = append(bytes, float64(allocated()-before)/float64(done))
	}
	return figures{"ns": median(nanos[1:]), "alloc_bytes": median(bytes[1:])}
}

// throughput sends a million distinct keys from four producers to four workers: the median of three rounds, after two to
// warm up. The queue is first in, first out, so a worker that takes one of four last keys knows that it may end.
func throughput(make subject) figures {
	const rounds, warm, producers, workers = 5, 2, 4, 4
	keys := keysOf(million + workers)
	var perSecond []float64
	for range rounds {
		q := make()
		runtime.GC()
		var added, taken sync.WaitGroup
		start := time.Now()
		for p := range producers {
			added.Go(func() {
				for i := p; i < million; i += producers {
					q.Add(keys[i])
				}
			})
		}
		for range workers {
			taken.Go(func() {
				for last := false; !last; {
					key, _ := q.Get()
					last = key.Name >= keys[million].Name
					q.Done(key)
				}
			})
		}
		added.Wait()
		for _, key := range keys[million:] {
			q.Add(key)
		}
		taken.Wait()
		perSecond = append(perSecond, million/time.Since(start).Seconds())
		q.ShutDown()
	}
	return figures{"items_per_s": median(perSecond[warm:])}
}

// addLatency times single adds to a queue that holds a million keys and has no workers.
func addLatency(make subject) figures {
	const samples, pause = 100_000, 1000
	keys := keysOf(million + samples)
	q := make()
	before := live()
	for _, key := range keys[:million] {
		q.Add(key)
	}
	for q.Len() < million { // a priority queue takes in what is added in the background
		time.Sleep(time.Millisecond)
	}
	bytes := float64(live()-before) / million
	var took []time.Duration
	for i, key := range keys[million:] {
		start := time.Now()
		q.Add(key)
		took = append(took, time.Since(start))
		if i%pause == pause-1 {
			time.Sleep(time.Millisecond)
		}
	}
	result := percentiles(took, time.Nanosecond, "ns")
	result["bytes"] = bytes
	runtime.KeepAlive(keys)
	return result
}

// timers schedules a million keys for in one to two hours, in random order, then all of them for earlier (a later time is
// ignored by both queues). The queues offer no way to cancel.
func timers(make subject) figures {
	keys := keysOf(million)
	delays := [4096]time.Duration{}
	for i := range delays {
		delays[i] = time.Hour + rand.N(time.Hour)
	}
	q := make()
	before := live()
	schedule := func(shift time.Duration) float64 {
		start := time.Now()
		for i, key := range keys {
			q.AddAfter(key, delays[i%len(delays)]-shift)
		}
		q.Len() // a priority queue takes in what is added when it is asked
		return float64(time.Since(start).Nanoseconds()) / million
	}
	first := schedule(0)
	bytes := float64(live()-before) / million
	again := schedule(time.Hour)
	runtime.KeepAlive(keys)
	return figures{"schedule_ns": first, "bytes": bytes, "reschedule_ns": again}
}
