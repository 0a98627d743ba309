CREATE TABLE "activations" (
	"number" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"purpose" text NOT NULL,
	"client_state_id" text,
	"code_hash" text NOT NULL,
	"typed_code_hash" text NOT NULL,
	"operation_id" text NOT NULL,
	"known_devices" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"redeemed_at" timestamp (3) with time zone,
	"face_passed_at" timestamp (3) with time zone,
	"failure_code" integer,
	"failed_at" timestamp (3) with time zone,
	"device_id" text,
	"ending" text,
	"ended_at" timestamp (3) with time zone,
	"undo_receipt" text,
	"due_at" timestamp (3) with time zone,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_states" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"made_by" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"device_id" text,
	"linked_by" text,
	"key_id" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"sealed_state" "bytea" NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"notice" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"display_name" text NOT NULL,
	"addresses" jsonb NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "people_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "reported_devices" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reported_devices_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"key_hash" text NOT NULL,
	"body_hash" text NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "uploads_issuer_subject_key_hash_pk" PRIMARY KEY("issuer","subject","key_hash")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "activations_code" ON "activations" USING btree ("code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "activations_typed_code" ON "activations" USING btree ("typed_code_hash");--> statement-breakpoint
CREATE INDEX "activations_person" ON "activations" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "activations_due" ON "activations" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "client_states_user" ON "client_states" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "client_states_key" ON "client_states" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "client_states_expiry" ON "client_states" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "client_states_device" ON "client_states" USING btree ("user_id","device_id");--> statement-breakpoint
CREATE INDEX "notices_due" ON "notices" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "uploads_at" ON "uploads" USING btree ("at");