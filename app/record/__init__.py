"""Import of a public record, and the demonstration, through the actions of the features."""
