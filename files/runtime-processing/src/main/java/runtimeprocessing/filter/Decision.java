package runtimeprocessing.filter;

/** What a reading is, and what to remember from then on. */
public record Decision(Verdict verdict, FilterState state) {}
