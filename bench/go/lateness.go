package main

import (
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"time"
)

// spread is over how long the timers of lateness are spread.
const spread = 10 * time.Second

// lateness lets 100,000 keys become due in the course of a time, or all at one instant if it is 0, and four workers take
// them. It counts from the moment asked for. There is a pause after each hundred that is scheduled, because a priority queue
// counts delays from when it takes a key in, which in a burst is later than when it is added.
func lateness(make subject, spread time.Duration) figures {
	const items = 100_000
	q := make()
	keys := keysOf(items)
	due := [items]time.Time{}
	taken, at := [2 * items]request{}, [2 * items]time.Time{} // there is room for keys that come twice
	var fired atomic.Int64
	from := time.Now().Add(4 * time.Second)
	for i := range due {
		due[i] = from
		if spread > 0 {
			due[i] = from.Add(rand.N(spread))
		}
	}
	for i, key := range keys {
		q.AddAfter(key, time.Until(due[i]))
		if i%100 == 99 {
			time.Sleep(500 * time.Microsecond)
		}
	}
	runtime.GC()
	work(q, 4, func(key request) {
		number := fired.Add(1) - 1
		taken[number], at[number] = key, time.Now()
	})
	for limit := from.Add(spread + 10*time.Second); fired.Load() < items && time.Now().Before(limit); {
		time.Sleep(10 * time.Millisecond)
	}
	q.ShutDown()
	time.Sleep(10 * time.Millisecond) // until the last has been noted
	var late []time.Duration
	distinct := map[request]bool{}
	for i, key := range taken[:fired.Load()] {
		late = append(late, at[i].Sub(due[numberOf(key)]))
		distinct[key] = true
	}
	result := percentiles(late, time.Millisecond, "ms")
	result["fired"], result["twice"] = float64(len(distinct)), float64(len(late)-len(distinct))
	return result
}
