package runtimeprocessing.filter;

/** A reading's verdict, and the filter's state after it. */
public record Decision(Verdict verdict, FilterState state) {}
