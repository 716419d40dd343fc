package main

import (
	"runtime"
	"slices"
	"time"
)

// percentiles are those of the samples, in the given unit, named with a suffix for it.
func percentiles(samples []time.Duration, unit time.Duration, suffix string) figures {
	slices.Sort(samples)
	at := func(share float64) float64 {
		return float64(samples[min(int(float64(len(samples))*share), len(samples)-1)]) / float64(unit)
	}
	return figures{
		"p50_" + suffix: at(0.5), "p99_" + suffix: at(0.99), "p999_" + suffix: at(0.999), "max_" + suffix: at(1),
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// live is the size of the heap without garbage.
func live() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// allocated is how many bytes were allocated since the start, freed ones included.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
