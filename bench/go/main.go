// Command queues measures the work queues that Go operators run on, in the way that dev.escapement.bench.QueueMeasures
// measures Escapement's, and prints one JSON object a line:
//
//	queues MEASURE client-go|priority-queue
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

var measures = map[string]func(subject) figures{
	"single":      single,
	"throughput":  throughput,
	"add-latency": addLatency,
	"timers":      timers,
	"lateness":    func(s subject) figures { return lateness(s, spread) },
	"burst":       func(s subject) figures { return lateness(s, 0) },
	"fairness":    fairness,
	"starvation":  starvation,
}

// figures are the numbers of one result, by name; the name says the unit.
type figures map[string]float64

func main() {
	if len(os.Args) != 3 || measures[os.Args[1]] == nil || subjects[os.Args[2]] == nil {
		fmt.Fprintf(os.Stderr, "usage: queues %s %s\n",
			strings.Join(slices.Sorted(maps.Keys(measures)), "|"), strings.Join(slices.Sorted(maps.Keys(subjects)), "|"))
		os.Exit(2)
	}
	line := map[string]any{"measure": os.Args[1], "of": os.Args[2]}
	for name, value := range measures[os.Args[1]](subjects[os.Args[2]]) {
		line[name] = value
	}
	printed, err := json.Marshal(line)
	if err != nil {
		panic(err) // a figure that is not a number
	}
	fmt.Println(string(printed))
}
