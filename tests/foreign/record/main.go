// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers

// Foreign eyes on the record: what Go's own transparency log (golang.org/x/mod/sumdb) makes of a service's
// checkpoints and proofs. One question in JSON a line on standard input; one answer a line: "good", or what is
// wrong.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Verifier string
	Old      string // a checkpoint; "": none
	New      string // a checkpoint
	Proof    [][]byte
	Line     string // the canonical text of a line; "": the proof is one of consistency
	Salt     []byte
	Leaf     int64
}

type checkpoint struct {
	size int64
	root tlog.Hash
}

func open(verifier, text string) (checkpoint, error) {
	var result checkpoint
	known, err := note.NewVerifier(verifier)
	if err != nil {
		return result, err
	}
	opened, err := note.Open([]byte(text), note.VerifierList(known))
	if err != nil {
		return result, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != known.Name() {
		return result, fmt.Errorf("no checkpoint of %s", known.Name())
	}
	if result.size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return result, err
	}
	result.root, err = tlog.ParseHash(lines[2])
	return result, err
}

func hashes(proof [][]byte) ([]tlog.Hash, error) {
	var result []tlog.Hash
	for _, bytes := range proof {
		if len(bytes) != tlog.HashSize {
			return nil, fmt.Errorf("a hash of %d bytes", len(bytes))
		}
		result = append(result, tlog.Hash(bytes))
	}
	return result, nil
}

func check(asked question) error {
	now, err := open(asked.Verifier, asked.New)
	if err != nil {
		return err
	}
	proof, err := hashes(asked.Proof)
	if err != nil {
		return err
	}
	if asked.Line != "" {
		entry := sha256.Sum256(append(asked.Salt, asked.Line...))
		return tlog.CheckRecord(proof, now.size, now.root, asked.Leaf, tlog.RecordHash(entry[:]))
	}
	if asked.Old == "" {
		return nil
	}
	old, err := open(asked.Verifier, asked.Old)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, now.size, now.root, old.size, old.root)
}

func main() {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<24)
	for input.Scan() {
		var asked question
		err := json.Unmarshal(input.Bytes(), &asked)
		if err == nil {
			err = check(asked)
		}
		if err != nil {
			fmt.Println(err)
		} else {
			fmt.Println("good")
		}
	}
}
