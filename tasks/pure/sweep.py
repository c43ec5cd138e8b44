"""Where the plain phrases of a sheaf match: every phrase at once, each step one look at many words.

The work follows the places of the rarest step of each phrase, and not the number of phrases.
"""

import numpy as np

from tasks.pure.chains import once
from tasks.pure.lexicon import Lexicon
from tasks.pure.sheaf import Sheaf
from tasks.pure.spelling import Spelling, spread
from tasks.pure.word_index import ROW_END, Flags, Places, WordIndex

Found = tuple[Places, Places, Places]


class Sweep:
    """The search for a sheaf in an index; a phrase is named by its place in the sheaf."""

    def __init__(self, sheaf: Sheaf, index: WordIndex, lexicon: Lexicon) -> None:
        self.sheaf, self.index = sheaf, index
        self.spelling = Spelling(sheaf, index, lexicon)
        self.runs = np.append(index.runs, index.runs[-1:] + ROW_END)
        self.steps = np.diff(sheaf.bounds)
        self.begins = np.where(index.after_tag, index.opens_tag, index.opens)

    def found(self) -> tuple[Found, tuple[Places, Places]]:
        """Phrase, first and last word of the matches that words decide; phrase and first word of what has to be read."""
        phrase, first = self._candidates()
        odd, head = self.index.odd, self.sheaf.bounds[phrase]
        end = np.minimum(first + self.sheaf.reaches[self.sheaf.bounds[phrase + 1] - 1] + 1, odd.size - 1)
        is_plain = odd[end] == odd[first]
        is_told = ~self.index.after_bracket[first] & ~self._has_tricky(head, phrase, first)
        asked = np.flatnonzero(is_told)
        place, last, is_nearest = self._nearest(phrase[asked], first[asked])
        place = asked[place]
        is_one = self.steps[phrase] == 1
        is_sure = is_plain[place] | (is_nearest & (odd[last] == odd[first[place]]) & self.index.closes[last])
        is_read = ~(is_told & (is_plain | is_one))
        is_read[place] = ~(is_sure | is_one[place])
        is_found = is_sure | (is_one[place] & self.index.owns[last])
        place, last = place[is_found], last[is_found]
        last = last + (is_one[place] & self.index.owns[last])
        return (phrase[place], first[place], last), (phrase[is_read], first[is_read])

    def _candidates(self) -> tuple[Places, Places]:
        """Phrases and words, by both, where a match may begin: all the other steps have a word within reach."""
        phrase, first = self._seeds()
        for step in range(1, int(self.steps.max(initial=0))):
            asked = np.flatnonzero(self.steps[phrase] > step)
            flat = self.sheaf.bounds[phrase[asked]] + step
            kept = np.ones(phrase.size, np.bool_)
            kept[asked] = self._is_followed(first[asked], self.sheaf.opening[flat], self.sheaf.reaches[flat])
            phrase, first = phrase[kept], first[kept]
        return phrase, first

    def _seeds(self) -> tuple[Places, Places]:
        """Phrases and the words that may open them, each with the rarest step of the phrase within reach."""
        sheaf = self.sheaf
        if not self.steps.size:
            return sheaf.phrases, sheaf.phrases
        within = np.arange(sheaf.opening.size) - np.repeat(sheaf.bounds[:-1], self.steps)
        most = int(self.steps.max())
        rarest = np.minimum.reduceat(self.spelling.sizes[sheaf.opening] * most + within, sheaf.bounds[:-1]) % most
        phrase, place = self.spelling.places_of(sheaf.opening[sheaf.bounds[:-1] + rarest])
        is_later = rarest[phrase] > 0
        later, firsts = self._before(phrase[is_later], place[is_later], rarest)
        size = self.runs.size
        later_key = once(later * size + firsts)
        return np.divmod(np.sort(np.concatenate([phrase[~is_later] * size + place[~is_later], later_key])), size)

    def _before(self, phrase: Places, place: Places, rarest: Places) -> tuple[Places, Places]:
        """Phrases and the words that may open them before places of their rarest step."""
        head = self.sheaf.bounds[phrase]
        reach, opening = self.sheaf.reaches[head + rarest[phrase]], self.sheaf.opening[head]
        found, ahead, back = [], np.arange(phrase.size), place
        while ahead.size:
            back = back - 1
            near = (back >= 0) & (self.runs[place[ahead]] - self.runs[back] <= reach[ahead])
            ahead, back = ahead[near], back[near]
            is_one = self.spelling.has(opening[ahead], back)
            found.append((phrase[ahead[is_one]], back[is_one]))
        if not found:
            return phrase, place
        return np.concatenate([each for each, _ in found]), np.concatenate([each for _, each in found])

    def _is_followed(self, first: Places, classes: Places, reach: Places) -> Flags:
        """Whether words have one of a class after them, within reach."""
        followed = np.zeros(first.size, np.bool_)
        asked, ahead = np.arange(first.size), first
        while asked.size:
            ahead = ahead + 1
            near = self.runs[ahead] - self.runs[first[asked]] <= reach[asked]
            asked, ahead = asked[near], ahead[near]
            is_one = self.spelling.has(classes[asked], ahead)
            followed[asked[is_one]] = True
            asked, ahead = asked[~is_one], ahead[~is_one]
        return followed

    def _has_tricky(self, head: Places, phrase: Places, first: Places) -> Flags:
        """Whether something within reach has to be read."""
        has = np.zeros(first.size, np.bool_)
        for step in range(int(self.steps.max(initial=0))):
            asked = np.flatnonzero(self.steps[phrase] > step)
            classes = self.sheaf.tricky[head[asked] + step]
            asked, classes = asked[classes > 0], classes[classes > 0]
            if step:
                has[asked] |= self._is_followed(first[asked], classes, self.sheaf.reaches[head[asked] + step])
            else:
                has[asked] |= self.spelling.has(classes, first[asked])
        return has

    def _nearest(self, phrase: Places, first: Places) -> tuple[Places, Places, Flags]:
        """For each first word that has a match the place in `first`, and the last word: each gap as short as may be.

        A match has flag where each step is the nearest word that fits, so that nothing beyond can change it.
        """
        head = self.sheaf.bounds[phrase]
        place = np.flatnonzero(self.begins[first] & self.spelling.has(self.sheaf.whole[head], first))
        word, is_nearest, found = first[place], np.ones(place.size, np.bool_), []
        for step in range(1, int(self.steps.max(initial=1)) + 1):
            is_done = self.steps[phrase[place]] == step
            is_first = is_done & (np.diff(place, prepend=-1) > 0)
            found.append((place[is_first], word[is_first], is_nearest[is_first]))
            place, word, is_nearest = place[~is_done], word[~is_done], is_nearest[~is_done]
            owner, word = self._stepped(head[place] + step, word)
            is_nearest = is_nearest[owner] & (np.diff(owner, prepend=-1) > 0)
            place = place[owner]
            kept = np.sort(np.unique(place * self.runs.size + word, return_index=True)[1])
            place, word, is_nearest = place[kept], word[kept], is_nearest[kept]
        places, lasts, nearest = (np.concatenate(column) for column in zip(*found, strict=True))
        return places, lasts, nearest

    def _stepped(self, flat: Places, word: Places) -> tuple[Places, Places]:
        """The next words of matches, the nearest first, and before them the number of the word they follow."""
        stop = np.minimum(word + self.sheaf.gaps[flat] + 2, self.runs.size)
        owner, ahead = spread(word + 1, stop)
        near = self.runs[ahead] - self.runs[word[owner]] == ahead - word[owner]
        owner, ahead = owner[near], ahead[near]
        fits = self.spelling.has(self.sheaf.whole[flat[owner]], ahead)
        return owner[fits], ahead[fits]
