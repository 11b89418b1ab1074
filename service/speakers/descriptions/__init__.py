"""What an article prints beside a speaker's name: title, role and affiliation."""
