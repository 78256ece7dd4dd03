// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers

// Foreign eyes on the record: what Go's own transparency log (golang.org/x/mod/sumdb) makes of a service's
// checkpoints, proofs and tiles. One question in JSON a line on standard input; one answer a line: "good", or
// what is wrong. Before the answer it may ask for tiles: a line "fetch PATH", below the log's prefix, to be
// answered with the tile in base64, or with an empty line.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"slices"
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
	Tiles    bool // the same proof has to come out of the log's tiles
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

// The log's tiles, as whoever asked fetches them.
type tiles struct {
	input *bufio.Scanner
}

func (self tiles) Height() int {
	return 8
}

func (self tiles) SaveTiles([]tlog.Tile, [][]byte) {
}

// C2SP tlog-tiles knows one height, and does not name it.
func path(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
}

func (self tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var result [][]byte
	for _, tile := range wanted {
		fmt.Println("fetch " + path(tile))
		if !self.input.Scan() {
			return nil, fmt.Errorf("no tile is brought")
		}
		data, err := base64.StdEncoding.DecodeString(self.input.Text())
		if err != nil || len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", path(tile), len(data))
		}
		result = append(result, data)
	}
	return result, nil
}

// Whether tiles that are authentic by the root make the proof that the service made.
func compare(asked question, now checkpoint, input *bufio.Scanner) error {
	reader := tlog.TileHashReader(tlog.Tree{N: now.size, Hash: now.root}, tiles{input})
	var proof []tlog.Hash
	var err error
	if asked.Old != "" {
		var old checkpoint
		if old, err = open(asked.Verifier, asked.Old); err != nil {
			return err
		}
		proof, err = tlog.ProveTree(now.size, old.size, reader)
	} else {
		proof, err = tlog.ProveRecord(now.size, asked.Leaf, reader)
	}
	if err != nil {
		return err
	}
	given, err := hashes(asked.Proof)
	if err != nil {
		return err
	}
	if !slices.Equal(proof, given) {
		return fmt.Errorf("the tiles make another proof, of %d hashes", len(proof))
	}
	return nil
}

func check(asked question, input *bufio.Scanner) error {
	now, err := open(asked.Verifier, asked.New)
	if err != nil {
		return err
	}
	if asked.Tiles {
		return compare(asked, now, input)
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
			err = check(asked, input)
		}
		if err != nil {
			fmt.Println(err)
		} else {
			fmt.Println("good")
		}
	}
}
